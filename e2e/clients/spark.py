"""A run's table of answers, read by Spark SQL; prints every row, in order, as JSON, and what a query says.

usage: spark.py JARS DIR
JARS is a folder with Delta's jars for this version of Spark; Java 17 or newer is needed.
"""
import json
import sys
from pathlib import Path

from pyspark.sql import SparkSession


def main(jars, folder):
    spark = (SparkSession.builder.master("local[1]").appName("table")
             .config("spark.jars", ",".join(str(jar) for jar in sorted(Path(jars).glob("*.jar"))))
             .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
             .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
             .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
             .config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "1")
             .config("spark.databricks.delta.snapshotPartitions", "1")
             .getOrCreate())
    spark.sparkContext.setLogLevel("ERROR")
    table = f"delta.`{Path(folder).resolve()}`"
    rows = spark.sql(f"select * from {table} order by step, sample").collect()
    steps = spark.sql(f"select step, count(*), count(distinct sample) from {table} group by step order by step").collect()
    print(json.dumps({"rows": [row.asDict() for row in rows], "steps": [list(step) for step in steps]}))
    spark.stop()


main(*sys.argv[1:])
