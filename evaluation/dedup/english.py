"""English sentences: patterns, and the words for their slots."""

import random
from pathlib import Path

from evaluation.dedup.numbers import english, grouped, nearby
from evaluation.dedup.parts import Part, Slot, common_slots, other

GIVEN = (
    "Helen Martin Grace Oliver Ruth Samuel Nora Peter Alice Victor Clara Edmund Judith Felix "
    "Laura Hugh Marion Dennis Sylvia Walter Joan Patrick Irene Stephen Vera Gordon Paula Leonard "
    "Doris Neil"
).split()
FAMILY = (
    "Archer Doyle Whitfield Barker Lowell Pruitt Hadley Sterling Mercer Quinn Ashworth Fenton "
    "Calder Draper Ellery Gorman Holt Ingram Keane Langley Norwood Osborne Pickett Ramsay Selby "
    "Thorne Underhill Vickers Wainwright Yardley"
).split()
PLACES = (
    "Ashford|Brindle|Carrow|Dunmore|Eastleigh|Fairwater|Greenholm|Harwick|Inverley|Kingsbourne|"
    "Larkhill|Millbrook|Northgate|Oakdale|Pembury|Quarrington|Redcliffe|Stonebridge|Thornbury|"
    "Upton|Valemouth|Westbrook|Yarrowdale|Elmstead|Coldwater|Marlow Bay|Port Anselm|Saint Orrin|"
    "Glenrock|Hollins Green|Lindale|Norfield|Ravensby|Silverton|Tidewell|Whitcombe"
)
HEADS = (
    "Northern Harbour Crescent Summit Riverside Beacon Meridian Orchard Granite Heritage Pioneer "
    "Lakeland Falcon Unity Cedar"
).split()
TAILS = (
    "Bank|Hospital|Insurance Company|Housing Trust|Publishing House|Shipping Line|"
    "Research Institute|Savings Fund|Engineering Group|Dairy Cooperative|Law Office|"
    "Theatre Company|Railway Union|Paper Mill|Academy"
).split("|")
TOPICS = (
    "the bridge repair|the library catalogue|the flood barrier|the bus timetable|"
    "the school canteen|the fishing quota|the heating system|the museum extension|"
    "the grain store|the vaccination plan|the harbour wall|the night shelter|"
    "the apprentice course|the land survey|the recycling scheme|the choir festival|"
    "the water meter programme|the tree nursery|the parking zone|the fire drill|"
    "the pension review|the ferry terminal|the dialect archive|the street lighting|"
    "the dairy inspection|the cycling route|the chess league|the slate quarry|"
    "the weather station|the hearing clinic|the orchard lease|the canal lock|"
    "the telephone exchange|the market hall|the drainage works|the youth orchestra"
)
THINGS = (
    "wooden crates|filing cabinets|sewing machines|young oaks|hospital beds|paper lanterns|"
    "bicycles|school desks|fire blankets|bronze coins|sacks of flour|rolls of cable|water pumps|"
    "silver spoons|railway sleepers|pairs of boots|glass jars|framed maps|steel beams|tents|"
    "violins|lifeboats|boxes of candles|printed leaflets|kitchen stoves|road signs|wool coats|"
    "beehives|typewriters|brass valves"
)
WORKS = (
    "checking old invoices|repairing the water mains|writing a training manual|"
    "visiting poor families|measuring the river bed|replacing worn cables|counting the stock|"
    "drawing up a shopping list|registering visitors|explaining the safety rules|"
    "testing food samples|cleaning the instruments|mapping the tunnels|answering complaints|"
    "revising the duty roster|adding up quarterly sales|hanging the exhibition|"
    "judging design entries|recording village songs|clearing blocked drains|"
    "breeding hardy seedlings|proofreading hymn books|translating legal letters|"
    "tuning the signals|loading relief parcels|painting the east wing|teaching first aid|"
    "sorting lost luggage|inspecting lift shafts|cataloguing butterflies"
)
CAUSES = (
    "After weeks of rain|Because funds were tight|To make life easier for residents|"
    "Given the age of the equipment|On expert advice|Under the annual plan|As traffic grew|"
    "Ahead of the county inspection|Owing to road works|With help from many sides|"
    "After a long debate|At the request of villagers|Thanks to a new platform|"
    "In the quiet season|In view of the heat|To ease the lack of parking|"
    "Under the terms of the contract|With official guidance|In the wake of the storm|"
    "To mark the centenary|Drawing on last year's lessons|For the sake of better service|"
    "To save money|Faced with an emergency|To encourage reading|Following a neighbour's example|"
    "Using its position on the coast|In answer to an appeal|To secure winter heating|"
    "For reasons of safety"
)
RESULTS = (
    "and the response was warm|and the method will be used elsewhere|and further work is planned|"
    "and order prevailed throughout|and both sides then exchanged views|"
    "and everything was filmed|and details will follow separately|"
    "and nearby shopkeepers joined in|and the press wrote at length|"
    "and the outcome hangs on the notice board|and several volunteers lent a hand|"
    "and the council paid the bill|and everyone received a certificate|"
    "and the data went to the archive|and the event lasted until dusk|"
    "and the builders said thank you|and daily life became simpler|"
    "and the mayor signed on the spot|and an old teacher was moved|and the area looks like new|"
    "and specialists praised the result|and supplies have reached each house|"
    "and the dispute has been settled|and minutes were circulated later|"
    "and each team spoke in turn|and crews worked through the night|and a hotline was announced|"
    "and parents applauded|and the machinery ran smoothly|and copies of the drawings were kept"
)
MONTHS = (
    "January February March April May June July August September October November December"
).split()
WEEKDAYS = [f"{day}day" for day in "Mon Tues Wednes Thurs Fri Satur Sun".split()]
CURRENCIES = ["euros", "dollars", "pounds", "francs"]
UNITS = {
    "area": ["acres", "hectares", "square metres", "square miles"],
    "length": ["metres", "miles", "kilometres", "feet"],
    "weight": ["tons", "pounds", "kilograms", "ounces"],
    "span": ["days", "weeks", "months", "years"],
}


def person(chance: random.Random, _: str) -> Part:
    """A person; the other one has the same family name, the same given name, or neither."""
    given, family = chance.choice(GIVEN), chance.choice(FAMILY)
    another = other(given, GIVEN, chance), other(family, FAMILY, chance)
    others = [f"{another[0]} {family}", f"{given} {another[1]}", " ".join(another)]
    return Part(f"{given} {family}", {"person": chance.choice(others)})


def organisation(chance: random.Random, _: str) -> Part:
    """An organisation; the other one has another name, or is of another kind."""
    head, tail = chance.choice(HEADS), chance.choice(TAILS)
    others = [f"{other(head, HEADS, chance)} {tail}", f"{head} {other(tail, TAILS, chance)}"]
    return Part(f"{head} {tail}", {"organisation": chance.choice(others)})


def count(chance: random.Random, _: str) -> Part:
    """A number of things."""
    number = chance.randrange(12, 990)
    return Part(str(number), {"count": str(nearby(number, chance))})


def amount(chance: random.Random, _: str) -> Part:
    """A sum of money, with or without a comma between thousands."""
    number, currency = chance.randrange(1_001, 99_000), chance.choice(CURRENCIES)
    write, rewrite = chance.choice([(grouped, str), (str, grouped)])
    changes = {
        "amount": f"{write(nearby(number, chance))} {currency}",
        "unit": f"{write(number)} {other(currency, CURRENCIES, chance)}",
        "written": f"{rewrite(number)} {currency}",
    }
    return Part(f"{write(number)} {currency}", changes)


def percentage(chance: random.Random, _: str) -> Part:
    """A percentage."""
    whole, tenth = chance.randrange(2, 99), chance.randrange(1, 10)
    others = [f"{nearby(whole, chance)}.{tenth}%", f"{whole}.{tenth % 9 + 1}%"]
    changes = {"percentage": chance.choice(others), "written": f"{whole}.{tenth} per cent"}
    return Part(f"{whole}.{tenth}%", changes)


def numeral(chance: random.Random, _: str) -> Part:
    """A number in words."""
    number = chance.randrange(2, 100)
    changed = next(each for each in iter(lambda: nearby(number, chance), 0) if 1 < each < 100)
    return Part(english(number), {"numeral": english(changed), "written": str(number)})


def year(chance: random.Random, _: str) -> Part:
    """A year."""
    number = chance.randrange(1980, 2025)
    return Part(str(number), {"year": str(number + chance.choice([-10, -2, -1, 1, 2, 10]))})


def date(chance: random.Random, _: str) -> Part:
    """A day of a month."""
    day, month = chance.randrange(1, 29), chance.choice(MONTHS)
    another_day = other(str(day), [str(each) for each in range(1, 29)], chance)
    changes = {
        "day": f"{another_day} {month}",
        "month": f"{day} {other(month, MONTHS, chance)}",
        "written": f"{month} {day}",
    }
    return Part(f"{day} {month}", changes)


def measured(units: list[str]) -> Slot:
    """A quantity with a unit."""

    def fill(chance: random.Random, _: str) -> Part:
        number, unit = chance.randrange(2, 600), chance.choice(units)
        changes = {
            "count": f"{max(nearby(number, chance), 2)} {unit}",
            "unit": f"{number} {other(unit, units, chance)}",
        }
        if number == 2:
            changes["count"] = f"3 {unit}"
        return Part(f"{number} {unit}", changes)

    return fill


SLOTS: dict[str, Slot] = {
    "person": person,
    "org": organisation,
    "count": count,
    "amount": amount,
    "percent": percentage,
    "numeral": numeral,
    "year": year,
    "date": date,
    **{name: measured(units) for name, units in UNITS.items()},
    **common_slots(
        {
            "place": PLACES,
            "fraction": "a third|half|a quarter|two fifths|two thirds|three quarters|a tenth",
            "weekday": WEEKDAYS,
            "topic": TOPICS,
            "thing": THINGS,
            "work": WORKS,
            "cause": CAUSES,
            "result": RESULTS,
        }
    ),
}

PATTERNS = Path(__file__).with_name("english_patterns.txt").read_text("utf-8").splitlines()

TITLES = "Report on {topic}|Notes from {place}: {topic}|Minutes of the {org}|A study of {topic}"
TITLES = TITLES.split("|")
"""Patterns of the first line of a document."""
