"""What a run leaves behind, read by the programs that people read it with; prints what they see, as JSON.

usage: records.py table DIR | records.py rows DIR-OR-S3-URI [ENDPOINT] | records.py parquet FILE | records.py events DIR | records.py mlflow URI EXPERIMENT
"""
import json
import sys


def table(folder):
    import deltalake
    import duckdb

    delta = deltalake.DeltaTable(folder)
    rows = delta.to_pyarrow_table()
    steps = duckdb.sql("select step, count(*), count(distinct sample) from rows group by step order by step").fetchall()
    comments = {f["name"]: f["metadata"].get("comment") for f in json.loads(delta.schema().to_json())["fields"]}
    one = delta.to_pyarrow_table(filters=[("step", "=", 2)], columns=["step", "answer"])
    return {
        "rows": rows.num_rows,
        "steps": steps,
        "columns": rows.schema.names,
        "undocumented": [name for name, comment in comments.items() if not comment],
        "partitions": delta.metadata().partition_columns,
        "rowsOfStep2": one.num_rows,
        "meanProbability": duckdb.sql("select avg(probability) from rows").fetchall()[0][0],
    }


def rows(folder, endpoint=None):
    import deltalake

    store = {"AWS_ENDPOINT_URL": endpoint, "AWS_ALLOW_HTTP": "true", "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "key", "AWS_SECRET_ACCESS_KEY": "secret"}
    table = deltalake.DeltaTable(folder, storage_options=store if endpoint else None).to_pyarrow_table()
    return table.sort_by([("step", "ascending"), ("sample", "ascending")]).to_pylist()


def parquet(file):
    import duckdb

    return {"rows": duckdb.sql(f"select count(*) from '{file}'").fetchall()[0][0],
            "ordered": duckdb.sql(f"select step, sample from '{file}'").fetchall()}


def events(folder):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    seen = EventAccumulator(folder, size_guidance={"scalars": 0})
    seen.Reload()
    tags = seen.Tags()
    return {
        "scalars": tags["scalars"],
        "histograms": tags["histograms"],
        "tensors": tags["tensors"],
        "steps": [event.step for event in seen.Scalars("env/reward_mean")],
        "texts": [t.decode() for t in seen.Tensors("answers")[0].tensor_proto.string_val],
    }


def mlflow(uri, experiment):
    from mlflow import MlflowClient

    client = MlflowClient(tracking_uri=uri)
    runs = client.search_runs([client.get_experiment_by_name(experiment).experiment_id])
    run = runs[0]
    history = client.get_metric_history(run.info.run_id, "objective/kl")
    return {
        "runs": len(runs),
        "name": run.info.run_name,
        "status": run.info.status,
        "params": run.data.params,
        "metrics": sorted(run.data.metrics),
        "steps": sorted(metric.step for metric in history),
        "artifacts": sorted(file.path for folder in ("", "evaluation", "adapter") for file in client.list_artifacts(run.info.run_id, folder)),
    }


print(json.dumps(globals()[sys.argv[1]](*sys.argv[2:])))
