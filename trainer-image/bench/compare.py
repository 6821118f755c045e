#!/usr/bin/env python3
"""Runs `rlaif bench` and a peer in turn on the same shapes; prints medians and ratios.

    ./compare.py decode --random-weights 7b --batch 64 --prompt-tokens 32 --new-tokens 128
    ./compare.py step --random-weights 7b --batch 64 --prompt-tokens 32 --new-tokens 128
    ./compare.py cpu --random-weights 135m
    ./compare.py cpu --random-weights 135m --peer llama.cpp
    ./compare.py trl --model DIR

What is not known here is passed on to both. The first repetition of each is a warm-up. The peer is transformers with PEFT, or llama.cpp, which decodes without an adapter on the
CPU. `cpu` is a number of comparisons in float32 on the CPU, with the same threads and the same OpenMP policy: decode of 16 rows and of one without an adapter, of 16 rows with
one, and training of 8 sequences. `trl` is a step on the CPU, 16 answers of 48 tokens: PPO with four epochs beside TRL 0.11.4, GRPO with one beside TRL 1.16. Processor seconds are
of one repetition, all threads of the process; peaks of memory are of the process, its libraries included.
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
    "medianMillisecondsOfDecodeStep",
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
TRL_STEP = ["--batch", "16", "--prompt-tokens", "32", "--new-tokens", "48", "--rank", "16"]


def measure(command):
    print("+", shlex.join(command), file=sys.stderr, flush=True)
    environment = {"OMP_WAIT_POLICY": "PASSIVE", "HF_HUB_OFFLINE": "1", **os.environ}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"')]
    return lines[1:] or lines


def speed(kind):
    return "samplesPerSecond" if kind == "step" else "tokensPerSecond"


def summary(name, kind, lines):
    speeds = [line[speed(kind)] for line in lines]
    peaks = [line["peakMemoryMiB"] for line in lines if "peakMemoryMiB" in line]
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
        **({"peakMemoryMiB": max(peaks)} if peaks else {}),
    }


def compare(kind, rounds, ours, peers, options):
    """Peers: commands by name."""
    lines = {name: [] for name in ["rlaif", *peers]}
    for _ in range(rounds):
        for name, command in {"rlaif": ours, **peers}.items():
            lines[name] += measure(command)
    engine = summary("rlaif", kind, lines["rlaif"])
    print(json.dumps({"bench": kind, "options": shlex.join(options), **engine}))
    for name in peers:
        other = summary(name, kind, lines[name])
        ratios = {"rlaifIsFasterBy": engine[speed(kind)] / other[speed(kind)]}
        for key, ratio in {
            "processorSeconds": "processorSecondsOverOurs",
            "medianMillisecondsOfDecodeStep": "decodeStepOverOurs",
            "peakMemoryMiB": "memoryOverOurs",
        }.items():
            if key in engine and key in other:
                ratios[ratio] = other[key] / engine[key]
        rounded = {name: round(ratio, 2) for name, ratio in ratios.items()}
        print(json.dumps({**other, **rounded}), flush=True)


def environment(name):
    """The interpreter of a peer's environment, which is made where it is not there."""
    made = subprocess.run([HERE / "environment", name], stdout=subprocess.PIPE, text=True, check=True)
    return made.stdout.strip()


def peft(kind, args, options):
    script = ["step.py"] if kind == "step" else ["peer.py", kind]
    unfit = {"decode": {"autocast", "trl"}, "train": {"trl"}, "step": {"autocast"}}[kind]
    command = [sys.executable, str(HERE / script[0]), *script[1:], *options]
    return {
        f"transformers + peft, adapter {adapter}": [*command, "--adapter", adapter]
        for adapter in args.adapters.split(",")
        if adapter not in unfit
    }


def llama(options):
    return {"llama.cpp": [environment("llama.cpp"), str(HERE / "llama.py"), *options]}


def with_peer(kind, args, options):
    peers = llama(options) if args.peer == "llama.cpp" else peft(kind, args, options)
    ours = shlex.split(args.engine) + ["bench", kind, *options]
    compare(kind, args.rounds, ours, peers, options)


def cpu(args, passed_on):
    args.adapters = "float32"
    for kind, options in CPU:
        if args.peer == "peft" or options[3] == "0":
            with_peer(kind, args, over([*options, "--device", "cpu"], passed_on))


def over(defaults, given):
    """What is given, and the defaults that it does not name."""
    pairs = zip(defaults[::2], defaults[1::2])
    return [*given, *(word for name, value in pairs if name not in given for word in (name, value))]


def trl(args, passed_on):
    for algorithm, epochs, releases in [
        ("PPO", "4", {"trl 0.11.4": ["trl-ppo", "trl_ppo.py"]}),
        (
            "GRPO",
            "1",
            {
                "trl 1.16": ["trl-grpo", "trl_grpo.py"],
                "trl 1.16, activations kept": ["trl-grpo", "trl_grpo.py", "--keep-activations"],
            },
        ),
    ]:
        options = over([*TRL_STEP, "--epochs", epochs], passed_on)
        ours = shlex.split(args.engine) + ["bench", "step", "--device", "cpu", *options]
        peers = {
            name: [environment(folder), str(HERE / script), *more, *options]
            for name, (folder, script, *more) in releases.items()
        }
        ours += ["--algorithm", algorithm, "--mini-batch", "16"]
        compare("step", args.rounds, ours, peers, ["--algorithm", algorithm, *options])


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("kind", choices=["decode", "train", "step", "cpu", "trl"])
    parser.add_argument("--engine", default=str(ROOT / "rlaif"), help="command before `bench`")
    parser.add_argument("--peer", choices=["peft", "llama.cpp"], default="peft")
    parser.add_argument("--adapters", default="float32,autocast,bfloat16,trl", help="of PEFT")
    parser.add_argument("--rounds", type=int, default=2)
    args, passed_on = parser.parse_known_args()
    if args.kind == "cpu":
        cpu(args, passed_on)
    elif args.kind == "trl":
        trl(args, passed_on)
    else:
        with_peer(args.kind, args, passed_on)


if __name__ == "__main__":
    main()
