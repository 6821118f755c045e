"""Runs `rlaif bench` and transformers with PEFT in turn on the same shapes; prints medians and ratios.

    python3 compare.py decode --random-weights 7b --batch 64 --prompt-tokens 32 --new-tokens 128

    python3 compare.py step --random-weights 7b --batch 64 --prompt-tokens 32 --new-tokens 128
    python3 compare.py cpu --random-weights 135m

What is not known here is passed on to both. The first repetition of each is a warm-up. `cpu` is four comparisons in float32 on the CPU, with the same threads and the same
OpenMP policy: decode of 16 rows and of one without an adapter, of 16 rows with one, and training of 8 sequences. Processor seconds are of one repetition, all threads of the process.
"""

import argparse
import json
import os
import pathlib
import shlex
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHAPE = ["--prompt-tokens", "32", "--new-tokens", "64"]
MEDIANS = [
    "processorSeconds",
    "millisecondsPerStep",
    "secondsPerStep",
    "answerSeconds",
    "scoreSeconds",
    "updateSeconds",
    "decodeStepOverMemoryFloor",
    "stepOverProductFloor",
]
CPU = [
    ("decode", ["--batch", "16", "--rank", "0", *SHAPE]),
    ("decode", ["--batch", "1", "--rank", "0", *SHAPE]),
    ("decode", ["--batch", "16", "--rank", "16", *SHAPE]),
    ("train", ["--batch", "8", "--rank", "16", *SHAPE]),
]


def measure(command):
    print("+", shlex.join(command), file=sys.stderr, flush=True)
    environment = {"OMP_WAIT_POLICY": "PASSIVE", **os.environ}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return lines[1:] or lines


def speed(kind):
    return "samplesPerSecond" if kind == "step" else "tokensPerSecond"


def summary(name, kind, lines):
    speeds = [line[speed(kind)] for line in lines]
    return {
        "engine": name,
        speed(kind): round(statistics.median(speeds), 2),
        "lowest": round(min(speeds), 2),
        "highest": round(max(speeds), 2),
        **{
            key: round(statistics.median(line[key] for line in lines), 3)
            for key in MEDIANS
            if key in lines[0]
        },
    }


def compare(kind, args, passed_on):
    ours = shlex.split(args.engine) + ["bench", kind, *passed_on]
    script = ["step.py"] if kind == "step" else ["peer.py", kind]
    peer = [sys.executable, str(HERE / script[0]), *script[1:], *passed_on]
    unfit = {"decode": {"autocast", "trl"}, "train": {"trl"}, "step": {"autocast"}}[kind]
    adapters = [a for a in args.adapters.split(",") if a not in unfit]
    lines = {name: [] for name in ["rlaif", *adapters]}
    for _ in range(args.rounds):
        lines["rlaif"] += measure(ours)
        for adapter in adapters:
            lines[adapter] += measure([*peer, "--adapter", adapter])
    engine = summary("rlaif", kind, lines["rlaif"])
    print(json.dumps({"bench": kind, "options": " ".join(passed_on), **engine}))
    for adapter in adapters:
        other = summary("transformers + peft, adapter " + adapter, kind, lines[adapter])
        ratio = engine[speed(kind)] / other[speed(kind)]
        print(json.dumps({**other, "rlaifIsFasterBy": round(ratio, 2)}), flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["decode", "train", "step", "cpu"])
    parser.add_argument("--engine", default=str(ROOT / "rlaif"), help="command before `bench`")
    parser.add_argument("--adapters", default="float32,autocast,bfloat16,trl", help="of the peer")
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
