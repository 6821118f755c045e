"""Runs `rlaif bench` and transformers with PEFT in turn on the same shapes; prints medians and ratios.

    python3 compare.py decode --random-weights 7b --batch 64 --prompt-tokens 32 --new-tokens 128

What is not known here is passed on to both. The first repetition of each is a warm-up.
"""

import argparse
import json
import pathlib
import shlex
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def measure(command):
    print("+", shlex.join(command), file=sys.stderr, flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return lines[1:] or lines


def summary(name, lines):
    speeds = [line["tokensPerSecond"] for line in lines]
    return {
        "engine": name,
        "tokensPerSecond": statistics.median(speeds),
        "lowest": min(speeds),
        "highest": max(speeds),
        "millisecondsPerStep": statistics.median(line["millisecondsPerStep"] for line in lines),
        **{
            key: statistics.median(line[key] for line in lines)
            for key in ("decodeStepOverMemoryFloor", "stepOverProductFloor")
            if key in lines[0]
        },
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["decode", "train"])
    parser.add_argument("--engine", default=str(ROOT / "rlaif"), help="command before `bench`")
    parser.add_argument("--adapters", default="float32,autocast,bfloat16", help="of the peer")
    parser.add_argument("--rounds", type=int, default=2)
    args, passed_on = parser.parse_known_args()
    ours = shlex.split(args.engine) + ["bench", args.kind, *passed_on]
    peer = [sys.executable, str(HERE / "peer.py"), args.kind, *passed_on]
    adapters = [a for a in args.adapters.split(",") if args.kind == "train" or a != "autocast"]
    lines = {name: [] for name in ["rlaif", *adapters]}
    for _ in range(args.rounds):
        lines["rlaif"] += measure(ours)
        for adapter in adapters:
            lines[adapter] += measure([*peer, "--adapter", adapter])
    engine = summary("rlaif", lines["rlaif"])
    print(json.dumps(engine))
    for adapter in adapters:
        other = summary("transformers + peft, adapter " + adapter, lines[adapter])
        ratio = engine["tokensPerSecond"] / other["tokensPerSecond"]
        print(json.dumps({**other, "rlaifIsFasterBy": round(ratio, 2)}), flush=True)


if __name__ == "__main__":
    main()
