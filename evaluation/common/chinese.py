"""Characters that the Chinese test collections are made with."""

HAN = "㐀-鿿"
"""Chinese characters, as a range of a regular expression."""
HAN_DIGITS = "一二三四五六七八九"
GIVEN_NAME_CHARACTERS = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂英华玉兰建国文斌鹏宇欣晨思远嘉怡子涵"
)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏"
    "魏程吕丁沈任姚卢傅钟姜崔谭廖范汪陆戴贾韦夏邱侯邹熊孟秦阎薛尹段雷黎史陶贺顾毛郝龚邵钱严赖覃"
)
"""Family names, the most common first."""
_PLACES = (
    "北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 "
    "湖南 广东 广西 海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 *香港 *澳门 *台湾 "
    "广州 深圳 武汉 成都 西安 南京 杭州 *苏州 长沙 郑州 沈阳 大连 青岛 *济南 *合肥 *福州 *厦门 "
    "*南昌 *昆明 *贵阳 *兰州 *太原 *石家庄 *哈尔滨 *长春 *中国 美国 日本 英国 法国 德国 俄罗斯 "
    "韩国 *朝鲜 印度 巴西 埃及 加拿大 澳大利亚 *意大利 *西班牙 *葡萄牙 *土耳其 *伊朗 *伊拉克 "
    "*以色列 *沙特 *越南 *泰国 *马来西亚 *新加坡 *印度尼西亚 *菲律宾 *巴基斯坦 *乌克兰 *波兰 "
    "*匈牙利 *希腊 *荷兰 *瑞士 *瑞典 *墨西哥 *阿根廷 *智利 *秘鲁 *南非 *肯尼亚 *尼日利亚 *欧洲 "
    "*亚洲 *非洲 *北美 *拉美 *东京 *纽约 *伦敦 *巴黎 *莫斯科"
).split()
PLACES = [place.removeprefix("*") for place in _PLACES]
"""Provinces, cities, countries and continents."""
MAJOR_PLACES = [place for place in _PLACES if not place.startswith("*")]
"""Those of them without an asterisk in the list above."""
