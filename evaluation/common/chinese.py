"""Characters that the Chinese test collections are made with."""

HAN = "㐀-鿿"
"""Chinese characters, as a range of a regular expression."""
HAN_DIGITS = "一二三四五六七八九"
GIVEN_NAME_CHARACTERS = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国文斌鹏宇欣晨思远嘉怡子涵"
)
