#!/usr/bin/env python3
"""The endpoint beside its peers: the same prompts, greedy, in turn on one machine.

    ./serve.py MODEL_FOLDER [--peers transformers,vllm | --peers none] [--concurrency 1,4,16] [--tokens 64] [--requests 2] [--rounds 3]

MODEL_FOLDER is in Hugging Face's layout; TRANSFORMERS names the program of that name, of an environment that has accelerate, too. Every server is started once; while one is measured the others are stopped (SIGSTOP), so that
none takes the others' cores. A round asks each server `requests` times `concurrency` questions over as many connections. No question is
asked twice, so that a server that keeps what it read (we and vLLM do) has read no more of a prompt than the chat template's words and how all questions begin. Printed are
medians over the rounds: tokens a second by the clock and by the server's own processor time (which other work on the machine changes
less), time to the first token, and ours over each peer.
"""
import argparse
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOPICS = ["rice", "beans", "bread", "apples", "carrots", "cheese", "pasta", "lentils", "corn", "eggs", "onions", "potatoes", "tofu", "leeks"]
TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    def __init__(self, kind, command, model, port, environment, logs):
        self.kind, self.model, self.port = kind, model, port
        self.log = open(pathlib.Path(logs) / f"{kind}.log", "wb")
        self.process = subprocess.Popen(command, stdout=self.log, stderr=self.log, env={**os.environ, **environment}, start_new_session=True)

    def await_answer(self):
        for _ in range(1200):
            if self.process.poll() is not None:
                sys.exit(f"{self.kind} ended, see {self.log.name}")
            try:
                ask(self, "Hello", 1)
                return
            except (OSError, ValueError, RuntimeError, http.client.HTTPException):
                time.sleep(1)
        sys.exit(f"{self.kind} does not answer, see {self.log.name}")

    def signal(self, number):
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)

    def processor_seconds(self):
        """Of all processes of its session."""
        total = 0
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[3]) == self.process.pid:
                total += int(fields[11]) + int(fields[12])
        return total / TICKS


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(kind, folder, ours, logs):
    port = free_port()
    threads = {"OMP_NUM_THREADS": str(len(os.sched_getaffinity(0))), "HF_HUB_OFFLINE": "1", "PYTHONUNBUFFERED": "1"}
    if kind == "rlaif":
        return Server(kind, [*ours, "serve", "--model", folder, "--name", "m", "--port", str(port), "--device", "cpu"], "m", port, threads, logs)
    if kind == "vllm":
        return Server(kind, [str(ROOT / "e2e/vllm"), "serve", folder, "m", str(port)], "m", port, threads, logs)
    if kind == "transformers":
        # of an environment with transformers[serving] and accelerate
        command = [os.environ.get("TRANSFORMERS", "transformers"), "serve", "--host", "127.0.0.1", "--port", str(port), "--device", "cpu", "--dtype", "float32", folder]
        return Server(kind, command, folder, port, threads, logs)
    sys.exit(f"{kind} is no peer: transformers or vllm")


def ask(server, question, tokens):
    """One streamed answer: tokens, seconds to the first piece of text, the text."""
    body = {"model": server.model, "messages": [{"role": "user", "content": question}], "temperature": 0, "max_tokens": tokens,
            "stream": True, "stream_options": {"include_usage": True}}
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    begun, first, count, said = time.monotonic(), None, None, []
    connection.request("POST", "/v1/chat/completions", json.dumps(body), {"Content-Type": "application/json"})
    response = connection.getresponse()
    if response.status != 200:
        raise RuntimeError(f"{server.kind}: {response.status} {response.read(300)}")
    for line in response:
        if not line.startswith(b"data: {"):
            continue
        event = json.loads(line[6:])
        if event.get("usage"):
            count = event["usage"]["completion_tokens"]
        for choice in event.get("choices", []):
            text = (choice.get("delta") or {}).get("content")
            if text:
                first = first or time.monotonic() - begun
                said.append(text)
    connection.close()
    if count is None:
        raise RuntimeError(f"{server.kind} told no usage")
    return count, first if first is not None else time.monotonic() - begun, "".join(said)


def load(server, concurrency, requests, tokens, asked):
    """Tokens, seconds, processor seconds, times to the first token; asked: how many questions this server had before."""
    answers, failures = [], []

    def client(number):
        try:
            for i in range(requests):
                question = number * requests + i
                answers.append(ask(server, f"Tell me how to cook {TOPICS[question % len(TOPICS)]} number {asked + question + 1}, step by step, with every detail.", tokens))
        except Exception as e:  # told below: a thread's own traceback would be lost in the table
            failures.append(e)

    used, begun = server.processor_seconds(), time.monotonic()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(concurrency)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    seconds = time.monotonic() - begun
    return sum(a[0] for a in answers), seconds, server.processor_seconds() - used, [a[1] for a in answers]


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("model")
    options.add_argument("--peers", default="transformers,vllm")
    options.add_argument("--concurrency", default="1,4,16")
    options.add_argument("--tokens", type=int, default=64)
    options.add_argument("--requests", type=int, default=2)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--ours", default=str(ROOT / "rlaif"), help="command of our side, default ./rlaif")
    given = options.parse_args()
    kinds = ["rlaif", *(peer for peer in given.peers.split(",") if peer not in ("", "none"))]
    servers, asked = [], 0
    logs = tempfile.mkdtemp(prefix="rlaif-bench-serve-")
    try:
        for kind in kinds:
            servers.append(start(kind, str(pathlib.Path(given.model).resolve()), given.ours.split(), logs))
            servers[-1].await_answer()
            texts = [ask(servers[-1], f"What can I cook with {topic}?", 24)[2] for topic in TOPICS[:3]]
            print(f"# {kind} answers; its first words: {texts[0][:60]!r}", flush=True)
            servers[-1].signal(signal.SIGSTOP)
        for concurrency in map(int, given.concurrency.split(",")):
            compare(servers, concurrency, given, asked)
            asked += concurrency * given.requests * given.rounds
        shutil.rmtree(logs)
    except Exception:
        print(f"what the servers said: {logs}", file=sys.stderr)
        raise
    finally:
        for server in servers:
            server.signal(signal.SIGCONT)
            server.signal(signal.SIGTERM)


def compare(servers, concurrency, given, asked):
    rounds = {server.kind: [] for server in servers}
    for number in range(given.rounds):
        for server in servers:
            server.signal(signal.SIGCONT)
            rounds[server.kind].append(load(server, concurrency, given.requests, given.tokens, asked + number * concurrency * given.requests))
            server.signal(signal.SIGSTOP)
    clock = {kind: statistics.median(r[0] / r[1] for r in runs) for kind, runs in rounds.items()}
    processor = {kind: statistics.median(r[0] / r[2] for r in runs) for kind, runs in rounds.items()}
    for kind, runs in rounds.items():
        firsts = [first for r in runs for first in r[3]]
        print(f"concurrency {concurrency:2}  {kind:12} {clock[kind]:7.1f} tokens/s  {processor[kind]:7.1f} tokens/processor-s"
              f"  first token p50 {1000 * percentile(firsts, .5):5.0f} p95 {1000 * percentile(firsts, .95):5.0f} ms"
              f"  ours over it {clock['rlaif'] / clock[kind]:5.2f} by the clock, {processor['rlaif'] / processor[kind]:5.2f} by the processor", flush=True)


if __name__ == "__main__":
    main()
