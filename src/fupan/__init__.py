"""fupan 复盘: the weekly review that asks why."""

__version__ = "0.2.0"
