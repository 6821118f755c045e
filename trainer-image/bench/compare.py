"""Runs `rlaif bench` and transformers with PEFT in turn on the same shapes; prints medians and ratios.

    python3 compare.py decode --random-weights 7b --batch 64 --prompt-tokens 32 --new-tokens 128

    python3 compare.py cpu --random-weights 135m

What is not known here is passed on to both. The first repetition of each is a warm-up. `cpu` is four comparisons in float32 on the CPU, with the same threads and the same
OpenMP policy: decode of 16 rows and of one without an adapter, of 16 rows with one, and training of 8 sequences. Processor seconds are of the whole process, its start included.
"""

import argparse
import json
import os
import pathlib
import resource
import shlex
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHAPE = ["--prompt-tokens", "32", "--new-tokens", "64"]
CPU = [
    ("decode", ["--batch", "16", "--rank", "0", *SHAPE]),
    ("decode", ["--batch", "1", "--rank", "0", *SHAPE]),
    ("decode", ["--batch", "16", "--rank", "16", *SHAPE]),
    ("train", ["--batch", "8", "--rank", "16", *SHAPE]),
]


def processor_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(command):
    print("+", shlex.join(command), file=sys.stderr, flush=True)
    before = processor_seconds()
    environment = {"OMP_WAIT_POLICY": "PASSIVE", **os.environ}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    for line in lines:
        line["processorSeconds"] = processor_seconds() - before
    return lines[1:] or lines


def summary(name, lines):
    speeds = [line["tokensPerSecond"] for line in lines]
    return {
        "engine": name,
        "tokensPerSecond": statistics.median(speeds),
        "lowest": min(speeds),
        "highest": max(speeds),
        "millisecondsPerStep": statistics.median(line["millisecondsPerStep"] for line in lines),
        "processorSeconds": round(statistics.median(line["processorSeconds"] for line in lines), 1),
        **{
            key: statistics.median(line[key] for line in lines)
            for key in ("decodeStepOverMemoryFloor", "stepOverProductFloor")
            if key in lines[0]
        },
    }


def compare(kind, args, passed_on):
    ours = shlex.split(args.engine) + ["bench", kind, *passed_on]
    peer = [sys.executable, str(HERE / "peer.py"), kind, *passed_on]
    adapters = [a for a in args.adapters.split(",") if kind == "train" or a != "autocast"]
    lines = {name: [] for name in ["rlaif", *adapters]}
    for _ in range(args.rounds):
        lines["rlaif"] += measure(ours)
        for adapter in adapters:
            lines[adapter] += measure([*peer, "--adapter", adapter])
    engine = summary("rlaif", lines["rlaif"])
    print(json.dumps({"bench": kind, "options": " ".join(passed_on), **engine}))
    for adapter in adapters:
        other = summary("transformers + peft, adapter " + adapter, lines[adapter])
        ratio = engine["tokensPerSecond"] / other["tokensPerSecond"]
        print(json.dumps({**other, "rlaifIsFasterBy": round(ratio, 2)}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["decode", "train", "cpu"])
    parser.add_argument("--engine", default=str(ROOT / "rlaif"), help="command before `bench`")
    parser.add_argument("--adapters", default="float32,autocast,bfloat16", help="of the peer")
    parser.add_argument("--rounds", type=int, default=2)
    args, passed_on = parser.parse_known_args()
    if args.kind != "cpu":
        compare(args.kind, args, passed_on)
        return
    args.adapters = "float32"
    for kind, options in CPU:
        compare(kind, args, [*options, "--device", "cpu", *passed_on])


if __name__ == "__main__":
    main()
