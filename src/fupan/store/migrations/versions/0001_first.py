"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def kept() -> tuple[sa.Column[int], sa.Column[str]]:
    """What every table has: a version, against two editors on one row, and a digest, against damage."""
    version: sa.Column[int] = sa.Column("version", sa.Integer(), nullable=False)
    return version, sa.Column("digest", sa.String(length=32), nullable=False)


def upgrade() -> None:
    op.create_table(
        "counter",
        *kept(),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_counter")),
    )
    op.create_table(
        "draft",
        *kept(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("again", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_draft")),
    )
    op.create_table(
        "field_audience",
        *kept(),
        sa.Column("noun", sa.String(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("noun", "field", name=op.f("pk_field_audience")),
    )
    op.create_table(
        "goal",
        *kept(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("quarter", sa.Text(), nullable=True),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent"], ["goal.id"], name=op.f("fk_goal_parent"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_table(
        "history",
        *kept(),
        sa.Column("change", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noun", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("change", "position", name=op.f("pk_history")),
    )
    op.create_index(op.f("ix_history_noun_key"), "history", ["noun", "key"], unique=False)
    op.create_table(
        "journal",
        *kept(),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_journal")),
    )
    op.create_table(
        "motive",
        *kept(),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("of", sa.Text(), nullable=False),
        sa.Column("strength", sa.Integer(), nullable=True),
        sa.Column("change", sa.Text(), nullable=True),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("positive", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_motive")),
    )
    op.create_table(
        "review",
        *kept(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("offset_minutes", sa.Integer(), nullable=False),
        sa.Column("day_ends", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Float(), nullable=True),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.Column("reread", sa.Boolean(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_review")),
    )
    op.create_table(
        "draft_answer",
        *kept(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["period"],
            ["draft.period"],
            name=op.f("fk_draft_answer_period"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("period", "key", name=op.f("pk_draft_answer")),
    )
    op.create_table(
        "goal_week",
        *kept(),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("planned_hours", sa.Float(), nullable=True),
        sa.Column("confidence", sa.Integer(), nullable=True),
        sa.Column("done_before", sa.Text(), nullable=False),
        sa.Column("first_step", sa.Text(), nullable=False),
        sa.Column("carried", sa.Integer(), nullable=False),
        sa.Column("carried_as", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("actual_hours", sa.Float(), nullable=True),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("proof", sa.Text(), nullable=False),
        sa.Column("progress", sa.Float(), nullable=True),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("let_go", sa.Text(), nullable=False),
        sa.Column("replaced_by", sa.Text(), nullable=False),
        sa.Column("gap", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["goal"], ["goal.id"], name=op.f("fk_goal_week_goal"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("goal", "week", name=op.f("pk_goal_week")),
    )
    op.create_index(op.f("ix_goal_week_week"), "goal_week", ["week"], unique=False)
    op.create_table(
        "note",
        *kept(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("week", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=True),
        sa.Column("hours", sa.Float(), nullable=True),
        sa.Column("estimated", sa.Boolean(), nullable=False),
        sa.Column("written", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["goal"], ["goal.id"], name=op.f("fk_note_goal"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_week"), "note", ["week"], unique=False)
    op.create_table(
        "score",
        *kept(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("own", sa.Float(), nullable=True),
        sa.Column("computed", sa.Float(), nullable=True),
        sa.Column("final", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(
            ["period"],
            ["review.period"],
            name=op.f("fk_score_period"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["goal"], ["goal.id"], name=op.f("fk_score_goal"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("period", "goal", name=op.f("pk_score")),
    )
    op.create_table(
        "trial",
        *kept(),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("slots", sa.Text(), nullable=False),
        sa.Column("started", sa.Text(), nullable=False),
        sa.Column("review_weeks", sa.Integer(), nullable=False),
        sa.Column("dose_planned", sa.Float(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("ended", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["goal"], ["goal.id"], name=op.f("fk_trial_goal"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial")),
    )
    op.create_index(op.f("ix_trial_goal"), "trial", ["goal"], unique=False)
    op.create_table(
        "verdict",
        *kept(),
        sa.Column("goal", sa.String(), nullable=False),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("own", sa.Text(), nullable=True),
        sa.Column("mentor", sa.Text(), nullable=True),
        sa.Column("program", sa.Text(), nullable=True),
        sa.Column("probe_answer", sa.Text(), nullable=False),
        sa.Column("final", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("overruled", sa.Text(), nullable=False),
        sa.Column("around", sa.Text(), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["goal"], ["goal.id"], name=op.f("fk_verdict_goal"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("goal", "period", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_period"), "verdict", ["period"], unique=False)
    op.create_table(
        "trial_week",
        *kept(),
        sa.Column("trial", sa.String(), nullable=False),
        sa.Column("week", sa.String(), nullable=False),
        sa.Column("doses", sa.Float(), nullable=True),
        sa.Column("helped", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["trial"],
            ["trial.id"],
            name=op.f("fk_trial_week_trial"),
            ondelete="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("trial", "week", name=op.f("pk_trial_week")),
    )
