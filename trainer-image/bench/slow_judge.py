"""What a judge's latency costs a step of training: the bundled model, PPO, 64 answers a step, a judge that takes its time.

    python3 slow_judge.py [--milliseconds 500] [--steps 15] [--rounds 2]

Trains three times a round, in turn, in temporary folders: a judge that answers at once, one that takes MILLISECONDS for each answer (all 64 of a
step at once), and the same with `rollout.maxStaleness: 1`. The judge is an OpenAI-like server in this process, which looks for words
of meat. Prints the median seconds of a step (the first three left out), what it waited for the judge, and the step over the first case's.
"""

import argparse
import http.server
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MEAT = ("beef", "pork", "chicken", "fish", "lamb", "ham", "turkey", "bacon", "salmon", "tuna", "duck", "sausage", "meat", "shrimp")
WARM_UP = 3
DOCUMENT = """
apiVersion: rlaif.dev/v1alpha1
kind: RewardJudge
metadata: {{name: slow}}
spec:
  endpoint:
    url: "http://127.0.0.1:{port}/v1"
    model: slow
    throughput: {{concurrency: 64}}
  prompt: {{template: "{{answer}}"}}
  validation:
    examples: {{uri: bundled://vegetarian/pairs.jsonl}}
    gates: {{accuracy: 0.6, auroc: 0.6}}  # its words are few; this is about its time
---
apiVersion: rlaif.dev/v1alpha1
kind: RlaifRun
metadata: {{name: slow}}
spec:
  model: {{uri: bundled://models/food-small}}
  judgeRef: {{name: slow}}
  prompts:
    files: [{{uri: bundled://vegetarian/train.jsonl}}]
    heldOut: 100
  algorithm: {{type: PPO, preset: modern, overrides: {{learningRate: 1.0e-3}}}}
  rollout: {{batchSize: 64, maxNewTokens: 48, maxPromptTokens: 128, maxStaleness: {staleness}}}
  training: {{gpus: 0, steps: {steps}, seed: 1}}
"""


class Judge(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    milliseconds = 0

    def do_POST(self):
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode().lower()
        time.sleep(Judge.milliseconds / 1000)
        score = "0.1" if any(word in asked for word in MEAT) else "0.9"
        message = {"role": "assistant", "content": score}
        reply = {"choices": [{"index": 0, "message": message, "finish_reason": "stop"}], "usage": {"prompt_tokens": 1, "completion_tokens": 1}}
        self.reply(reply)

    def do_GET(self):
        self.reply({"object": "list", "data": [{"id": "slow", "object": "model"}]})

    def reply(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def train(port, milliseconds, staleness, steps):
    Judge.milliseconds = milliseconds
    with tempfile.TemporaryDirectory() as folder:
        document = pathlib.Path(folder) / "run.yaml"
        document.write_text(DOCUMENT.format(port=port, staleness=staleness, steps=steps))
        workspace = pathlib.Path(folder) / "workspace"
        command = [str(ROOT / "rlaif"), "train", "-f", str(document), "--workspace", str(workspace)]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
        lines = [json.loads(line) for line in (workspace / "train" / "metrics.jsonl").read_text().splitlines()]
    return [[line[name] for line in lines[WARM_UP:]] for name in ("time/step", "time/judge_wait")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--milliseconds", type=int, default=500)
    parser.add_argument("--steps", type=int, default=15)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Judge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    cases = [(0, 0), (options.milliseconds, 0), (options.milliseconds, 1)]
    steps = {case: ([], []) for case in cases}
    for _ in range(options.rounds):
        for case in cases:
            for kept, measured in zip(steps[case], train(server.server_port, *case, options.steps)):
                kept.extend(measured)
    first = statistics.median(steps[cases[0]][0])
    for milliseconds, staleness in cases:
        seconds, waited = (statistics.median(values) for values in steps[milliseconds, staleness])
        line = {"judgeMilliseconds": milliseconds, "maxStaleness": staleness, "secondsPerStep": round(seconds, 3)}
        print(json.dumps({**line, "judgeWaitSeconds": round(waited, 3), "overAnInstantJudge": round(seconds / first, 3)}))


if __name__ == "__main__":
    main()
