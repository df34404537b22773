"""Made-up entries of a bilingual working life, and which of them a search must find, told without the index.

The truth needs no stemmer: English words are planted in families of forms, and all forms of a family are one
word. Chinese words are found as they stand, over any width or case, but never over punctuation.
"""

from __future__ import annotations

import random
import re
import unicodedata

_CHINESE = (
    "懒 蠢 复盘 拖延 研究 数据库 研究生 大模型 图书馆 人工智能 项目复盘会 第一性原理 智能 上海交大 量子计算 显存 论文 "
    "导师 实验 代码 面试 简历 读书 跑步 早起 熬夜 开会 周报 目标 计划 进度 截止 焦虑 动力 欲望 恐惧 创业 打工 读博 上海 "
    "交通 大学 模型 数据 仓库 图书 馆藏 人工 生活 盘子 复习 拖把 延期 研讨 究竟 第一 原理 智慧 会议 项目 备份 调试 上线 "
    "评审 合并 回滚 缓存 索引 迁移 监控 报警 值班 交接 文档 接口 测试 部署 性能 瓶颈 优化 训练 推理 蒸馏 标注 清洗 采样"
)
CHINESE = _CHINESE.split()
GLUE = "的了和在把又还就去从向我他这那再都很不没"
FAMILIES = (
    ("review", "reviews", "reviewed", "reviewing"),
    ("study", "studies", "studied", "studying"),
    ("migrate", "migrates", "migrated", "migrating"),
    ("run", "runs", "running"),
    ("plan", "plans", "planned", "planning"),
    ("drop", "drops", "dropped", "dropping"),
    ("backup", "backups"),
    ("gpu", "gpus"),
    ("write", "writes", "writing"),
    ("delay", "delays", "delayed", "delaying"),
)
SINGLE = ("naive", "naïve", "H100", "desk", "phone", "evening", "GPUX", "interview", "preview", "sturdy", "C", "H1000")
PLANTED = (
    "用PyTorch重写了一遍",
    "用 PyTorch 重写",
    "装好PyTorch",
    "GPU 显存不够",
    "显存够了，GPU 没到",
    "backup 数据库",
    "数据库的 backups 在那儿",
    "吃了𠮷野家",
    "写 C++ 和 C# 各一天",
    "C++17 也行",
    "vitamin C, twice",
    "a state-of-the-art result",
    "the state of the art moved",
    "the state. Of the art I know little",
    "O'Reilly 的书",
    "O’Reilly, again",
    "he's Orielly",
    "x'; DROP TABLE goal; --",
    "研究。生活",
    "人工，智能",
    "项目复盘。会",
    "数据；库存",
    "第一、性、原理",
    "ＧＰＵ　满了",
    "ＰｙＴｏｒｃｈ",
    "nai\u0308ve in two characters",
    "Re: reviews; 30 in all",
    "“复盘”这个词",
)
_QUERIES = (
    "懒 蠢 复盘 拖延 研究 数据库 研究生 大模型 图书馆 人工智能 项目复盘会 第一性原理 智能 上海交大 review reviews study migrate "
    "naive GPU·显存 用PyTorch backup·数据库 H100 𠮷 量子计算 gpu C++ state-of-the-art '\";·DROP' O'Reilly"
)
QUERIES = [query.replace("·", " ") for query in _QUERIES.split(" ")]


def corpus(size: int, seed: int = 7) -> list[str]:
    """`size` entries, the same every time."""
    dice = random.Random(seed)
    return [_entry(dice, n) for n in range(size)]


def _entry(dice: random.Random, n: int) -> str:
    sentences = [_chinese(dice) if dice.random() < 0.6 else _english(dice) for _ in range(dice.randint(1, 5))]
    if n % 3 == 0:
        sentences.append(PLANTED[n // 3 % len(PLANTED)])
    dice.shuffle(sentences)
    return "\n".join(sentences)


def _chinese(dice: random.Random) -> str:
    words = [dice.choice(CHINESE) if dice.random() < 0.5 else dice.choice(GLUE) for _ in range(dice.randint(2, 9))]
    return "".join(words) + dice.choice("。！？，；")


def _english(dice: random.Random) -> str:
    words = [dice.choice(dice.choice(FAMILIES) if dice.random() < 0.7 else SINGLE) for _ in range(dice.randint(2, 8))]
    return " ".join(words).capitalize() + dice.choice(".!?")


# --- the truth -------------------------------------------------------------------------------------------


def wanted(query: str, text: str) -> bool:
    """Whether an entry is to be found: every word of the query stands in it."""
    return all(_stands(word, _plain(text)) for word in query.split() if any(c.isalnum() for c in word))


def _plain(text: str) -> str:
    """Widths, case and accents taken away."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(one for one in apart if not unicodedata.combining(one)).replace("’", "'")


def _stands(word: str, text: str) -> bool:
    word = _plain(word)
    if word == "c++":
        return re.search(r"(?<![a-z0-9])c\+\+", text) is not None
    if word == "state-of-the-art":
        return re.search(r"(?<![a-z0-9])state[ -]of[ -]the[ -]art(?![a-z0-9])", text) is not None
    if not word.isascii():  # a blank between Chinese and Latin letters is a matter of taste
        return re.search(re.sub(r"(?<=[^a-z0-9])(?=[a-z0-9])", "[ \u3000]?", word), text) is not None
    word = word.strip("'\";")
    forms = next((family for family in FAMILIES if word in family), (word,))
    return any(re.search(rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9+#])", text) for form in forms)
