"""Answers the five checks with one engine and prints them as JSON. Usage: peers.py ENGINE FOLDER FORMAT."""

import json
import sys

DAY = "DATE '2026-11-01'"

# Each check as the rows that are yes and those that are no, in SQL that DuckDB and DataFusion both read.
CHECKS = {
    "crewed": f"""SELECT COALESCE(SUM(CASE WHEN good THEN 1 ELSE 0 END), 0), COALESCE(SUM(CASE WHEN good THEN 0 ELSE 1 END), 0)
        FROM (SELECT NOT (announced = 'yes' OR officers < 2)
                     OR (authorised_on IS NOT NULL AND authorised_on <= "on") AS good
              FROM visits WHERE "on" >= {DAY} - INTERVAL '12' MONTH AND "on" <= {DAY})""",
    "reviewed": """SELECT SUM(CASE WHEN good THEN 1 ELSE 0 END), SUM(CASE WHEN good THEN 0 ELSE 1 END)
        FROM (SELECT reviewed_on IS NOT NULL AND reviewed_on >= submitted_on
                     AND reviewed_on <= submitted_on + INTERVAL '1' MONTH AS good FROM reviews)""",
    "checked": f"""SELECT SUM(CASE WHEN good THEN 1 ELSE 0 END), SUM(CASE WHEN good THEN 0 ELSE 1 END)
        FROM (SELECT p.id, MAX(CASE WHEN c.id IS NOT NULL THEN 1 ELSE 0 END) = 1 AS good
              FROM bail_periods p LEFT JOIN bail_checks c
                   ON c.suspect = p.suspect AND c.prompted = 'no' AND c."on" >= p.starts AND c."on" <= p.ends
              WHERE p.ends < {DAY} GROUP BY p.id)""",
    "completed": f"""SELECT SUM(CASE WHEN good THEN 1 ELSE 0 END), SUM(CASE WHEN good THEN 0 ELSE 1 END)
        FROM (SELECT a.completed_on IS NOT NULL AND a.completed_on <= {DAY} AS good
              FROM arms a JOIN offenders o ON o.id = a.offender WHERE o.police_lead = 'yes' AND a.due < {DAY})""",
    "reactive": """SELECT SUM(CASE WHEN reactive = 'yes' AND under_order = 'yes' THEN 0 ELSE 1 END),
                          SUM(CASE WHEN reactive = 'yes' AND under_order = 'yes' THEN 1 ELSE 0 END) FROM offenders""",
}
TABLES = ["offenders", "visits", "reviews", "suspects", "bail_periods", "bail_checks", "arms"]
DATES = {"visits": ["on", "authorised_on"], "reviews": ["submitted_on", "reviewed_on"], "bail_periods": ["starts", "ends"],
         "bail_checks": ["on"], "arms": ["due", "completed_on"]}


def duckdb(folder, kind):
    import duckdb
    base = duckdb.connect()
    for table in TABLES:
        base.sql(f"CREATE VIEW {table} AS SELECT * FROM read_{kind}('{folder}/{table}.{kind}')")
    return {check: base.execute(sql).fetchone() for check, sql in CHECKS.items()}


def datafusion(folder, kind):
    from datafusion import SessionContext
    context = SessionContext()
    for table in TABLES:
        register = context.register_csv if kind == "csv" else context.register_parquet
        register(table, f"{folder}/{table}.{kind}")
    answers = {}
    for check, sql in CHECKS.items():
        answers[check] = list(context.sql(sql).to_pandas().iloc[0])
    return answers


def polars(folder, kind):
    import datetime
    import polars as pl
    day = datetime.date(2026, 11, 1)

    def table(name):
        path = f"{folder}/{name}.{kind}"
        return pl.scan_csv(path, try_parse_dates=True) if kind == "csv" else pl.scan_parquet(path)

    def counted(frame, good):
        return frame.select(yes=good.fill_null(False).sum(), no=(~good.fill_null(False)).sum())

    on = pl.col("on")
    exception = (pl.col("announced") == "yes") | (pl.col("officers") < 2)
    visits = table("visits").filter(on.is_between(datetime.date(2025, 11, 1), day))
    reviewed, submitted = pl.col("reviewed_on"), pl.col("submitted_on")
    periods = table("bail_periods").filter(pl.col("ends") < day)
    checks = table("bail_checks").filter(pl.col("prompted") == "no").select("suspect", "on")
    checked = periods.join(checks, on="suspect").filter(on.is_between(pl.col("starts"), pl.col("ends")))
    periods = periods.join(checked.select("id").unique().with_columns(good=True), on="id", how="left")
    lead = table("offenders").filter(pl.col("police_lead") == "yes").select("id")
    arms = table("arms").filter(pl.col("due") < day).join(lead, left_on="offender", right_on="id")
    plans = {
        "crewed": counted(visits, ~exception | (pl.col("authorised_on") <= on).fill_null(False)),
        "reviewed": counted(table("reviews"), reviewed.is_between(submitted, submitted.dt.offset_by("1mo"))),
        "checked": counted(periods, pl.col("good")),
        "completed": counted(arms, pl.col("completed_on") <= day),
        "reactive": counted(table("offenders"), ~((pl.col("reactive") == "yes") & (pl.col("under_order") == "yes"))),
    }
    return dict(zip(plans, (frame.row(0) for frame in pl.collect_all(plans.values()))))


def pandas(folder, kind):
    import pandas as pd
    day = pd.Timestamp("2026-11-01")

    def table(name):
        path = f"{folder}/{name}.{kind}"
        if kind == "csv":
            return pd.read_csv(path, parse_dates=DATES.get(name, []))
        frame = pd.read_parquet(path)
        for column in DATES.get(name, []):
            frame[column] = pd.to_datetime(frame[column])
        return frame

    def counted(good):
        return int(good.sum()), int((~good).sum())

    visits = table("visits")
    visits = visits[(visits["on"] >= day - pd.DateOffset(months=12)) & (visits["on"] <= day)]
    crewed = ~((visits.announced == "yes") | (visits.officers < 2)) | (visits.authorised_on <= visits["on"])
    reviews = table("reviews")
    latest = reviews.submitted_on + pd.DateOffset(months=1)
    reviewed = (reviews.reviewed_on >= reviews.submitted_on) & (reviews.reviewed_on <= latest)
    periods, checks = table("bail_periods"), table("bail_checks")
    periods = periods[periods.ends < day]
    joined = periods.merge(checks.loc[checks.prompted == "no", ["suspect", "on"]], on="suspect")
    joined = joined[(joined["on"] >= joined.starts) & (joined["on"] <= joined.ends)]
    offenders, arms = table("offenders"), table("arms")
    arms = arms[arms.due < day].merge(offenders.loc[offenders.police_lead == "yes", ["id"]], left_on="offender", right_on="id")
    return {
        "crewed": counted(crewed), "reviewed": counted(reviewed), "checked": counted(periods.id.isin(joined.id.unique())),
        "completed": counted(arms.completed_on <= day),
        "reactive": counted(~((offenders.reactive == "yes") & (offenders.under_order == "yes"))),
    }


if __name__ == "__main__":
    engine, folder, kind = sys.argv[1:]
    found = globals()[engine](folder, kind)
    print(json.dumps({check: {"yes": int(yes), "no": int(no)} for check, (yes, no) in found.items()}))
