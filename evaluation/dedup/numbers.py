"""Numbers as Chinese and English write them: equal values in other forms, and other values."""

import random

DIGITS = "零一二三四五六七八九"
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def chinese(number: int) -> str:
    """A number from 1 to 9999 in Chinese.

    >>> [chinese(n) for n in (7, 10, 15, 42, 305, 1010, 2300)]
    ['七', '十', '十五', '四十二', '三百零五', '一千零一十', '二千三百']
    """
    out, skipped = "", False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            out += ("零" if skipped and out else "") + DIGITS[digit] + sign
            skipped = False
        else:
            skipped = True
    return out.removeprefix("一") if 10 <= number < 20 else out


def chinese_year(year: int) -> str:
    """The digits of a year in Chinese.

    >>> chinese_year(2008)
    '二〇〇八'
    """
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


def english(number: int) -> str:
    """A number from 0 to 99 in English words.

    >>> [english(n) for n in (7, 12, 20, 42)]
    ['seven', 'twelve', 'twenty', 'forty-two']
    """
    if number < 20:
        return ONES[number]
    tens, one = divmod(number, 10)
    return TENS[tens] + (f"-{ONES[one]}" if one else "")


def nearby(number: int, chance: random.Random) -> int:
    """Another positive number of about the size: one digit differs, or all may."""
    if chance.random() < 0.5:
        digits = str(number)
        at = chance.randrange(len(digits))
        low = 1 if at == 0 else 0
        digit = chance.choice([d for d in range(low, 10) if str(d) != digits[at]])
        return int(f"{digits[:at]}{digit}{digits[at + 1 :]}")
    size = 10 ** len(str(number))
    while (found := chance.randrange(size // 10, size)) == number or not found:
        pass
    return found


def grouped(number: int) -> str:
    """A number with commas between its thousands."""
    return f"{number:,}"
