"""What the two releases of TRL have in common: options, the reward, and the line of a repetition."""

import argparse
import json
import resource
import time


def arguments(what):
    parser = argparse.ArgumentParser(description=what.splitlines()[0])
    parser.add_argument("--model", required=True, help="model folder")
    parser.add_argument("--batch", type=int, default=16, help="answers a step")
    parser.add_argument("--group", type=int, default=8, help="of GRPO: answers to a prompt")
    parser.add_argument("--prompt-tokens", type=int, default=32)
    parser.add_argument("--new-tokens", type=int, default=48)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--epochs", type=int, required=True)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--keep-activations", action="store_true")
    return parser.parse_args()


def even_share(ids):
    return sum(i % 2 == 0 for i in ids) / len(ids)


def tell(args, engine, repetition, start, used, **seconds):
    taken = time.perf_counter() - start
    line = {
        "bench": "step",
        "engine": engine,
        "repetition": repetition,
        "batch": args.batch,
        "epochs": args.epochs,
        "samplesPerSecond": round(args.batch / taken, 3),
        "secondsPerStep": round(taken, 3),
        **{name: round(value, 3) for name, value in seconds.items()},
        "processorSeconds": round(time.process_time() - used, 3),
        "peakMemoryMiB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10,
    }
    print(json.dumps(line), flush=True)
