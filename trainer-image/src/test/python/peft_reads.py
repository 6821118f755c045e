"""Log-probabilities of tokens by PEFT and transformers, for adapters and merged folders that rlaif wrote.

    python3 peft_reads.py JOBS.json OUT.json

A job has model, adapter, merged (folders) and sequences of promptIds and tokenIds; its result has the log-probabilities of all tokenIds, by the adapter in PEFT and by the
merged folder in transformers.
"""

import json
import pathlib
import sys

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM


def log_probs(model, sequences):
    rows = []
    for sequence in sequences:
        prompt, answer = sequence["promptIds"], sequence["tokenIds"]
        with torch.no_grad():
            logits = model(torch.tensor([prompt + answer])).logits[0, len(prompt) - 1 : -1]
        rows.append(torch.log_softmax(logits.double(), -1)[torch.arange(len(answer)), answer].tolist())
    return rows


def main():
    results = []
    for job in json.loads(pathlib.Path(sys.argv[1]).read_text()):
        base = AutoModelForCausalLM.from_pretrained(job["model"], dtype=torch.float32)
        adapter = log_probs(PeftModel.from_pretrained(base, job["adapter"]).eval(), job["sequences"])
        merged = log_probs(AutoModelForCausalLM.from_pretrained(job["merged"], dtype=torch.float32).eval(), job["sequences"])
        results.append({"adapter": adapter, "merged": merged})
    pathlib.Path(sys.argv[2]).write_text(json.dumps(results))


if __name__ == "__main__":
    main()
