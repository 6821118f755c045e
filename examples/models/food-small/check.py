"""Measures a chat model on the 100 held-out questions with the word list, greedy and sampled.

    python check.py [MODEL-FOLDER] [--tokens 48] [--temperature 1.0] [--seeds 1 2 3] [--samples 16] [--show 20] [--limits]

With --limits it fails unless the bundled model has the properties that README.md promises.
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.utils import logging

HERE = Path(__file__).parent
VEGETARIAN = HERE.parents[1] / "vegetarian"
sys.path.insert(0, str(VEGETARIAN))
from wordlist import WordList  # noqa: E402

CHUNK = 100  # answers generated at once


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("model", nargs="?", type=Path, default=HERE)
    parser.add_argument("--questions", type=Path, default=VEGETARIAN / "heldout.jsonl")
    parser.add_argument("--tokens", type=int, default=48)
    parser.add_argument("--temperature", type=float, default=1.0)
    parser.add_argument("--seeds", type=int, nargs="*", default=[1, 2, 3])
    parser.add_argument("--samples", type=int, default=0, help="answers to each question, to count questions with both kinds")
    parser.add_argument("--show", type=int, default=0, help="print this many questions with their answers")
    parser.add_argument("--limits", action="store_true")
    options = parser.parse_args()
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    words = WordList()
    tokenizer = AutoTokenizer.from_pretrained(options.model, padding_side="left")
    model = AutoModelForCausalLM.from_pretrained(options.model, dtype=torch.float32).eval()
    asked = [json.loads(line)["question"] for line in options.questions.read_text(encoding="utf-8").splitlines()]

    passes = {"greedy": answers(model, tokenizer, asked, options.tokens, None)}
    for seed in options.seeds:
        torch.manual_seed(seed)
        passes[f"seed {seed}"] = answers(model, tokenizer, asked, options.tokens, options.temperature)
    measured = {name: report(name, found, words) for name, found in passes.items()}
    if options.samples:
        torch.manual_seed(0)
        both(model, tokenizer, asked, options, words)
    for place in range(options.show):
        print(f"\n{asked[place]}")
        for name, found in passes.items():
            text, ended = found[place]
            print(f"  {name}: {words.forbidden(text) or '-'} | {text}{'' if ended else ' …'}")
    if options.limits:
        for name, (bad, food, ended) in measured.items():
            if not (45 <= bad <= 60 and food >= 97 and ended >= 97):
                sys.exit(f"{name} is outside the limits: 45 to 60 with meat, 97 that name food, 97 that end")


@torch.no_grad()
def answers(model, tokenizer, asked, tokens, temperature):
    """One (text, ended) for each question; greedy where the temperature is None."""
    found = []
    end = tokenizer.eos_token_id
    how = {"do_sample": False} if temperature is None else {"do_sample": True, "temperature": temperature, "top_k": 0, "top_p": 1.0}
    for first in range(0, len(asked), CHUNK):
        prompts = [
            tokenizer.apply_chat_template([{"role": "user", "content": question}], add_generation_prompt=True, tokenize=False)
            for question in asked[first:first + CHUNK]
        ]
        batch = tokenizer(prompts, return_tensors="pt", padding=True, add_special_tokens=False)
        made = model.generate(**batch, max_new_tokens=tokens, **how)[:, batch["input_ids"].shape[1]:].tolist()
        found += [(tokenizer.decode(row, skip_special_tokens=True).strip(), end in row) for row in made]
    return found


def report(name, found, words):
    size = len(found) / 100
    bad = sum(words.forbidden(text) is not None for text, _ in found) / size
    food = sum(words.names_food(text) for text, _ in found) / size
    good = sum(words.good(text) for text, _ in found) / size
    ended = sum(ended for _, ended in found) / size
    length = sum(len(text.split()) for text, _ in found) / len(found)
    print(f"{name}: bad={bad:.0f} namesFood={food:.0f} good={good:.0f} ended={ended:.0f} different={len({text for text, _ in found})} words={length:.1f}", flush=True)
    return bad, food, ended


def both(model, tokenizer, asked, options, words):
    """How the sampled answers of one question spread."""
    found = answers(model, tokenizer, [question for question in asked for _ in range(options.samples)], options.tokens, options.temperature)
    rows = [found[place:place + options.samples] for place in range(0, len(found), options.samples)]
    bad = [sum(words.forbidden(text) is not None for text, _ in row) for row in rows]
    different = sum(len({text for text, _ in row}) for row in rows) / len(rows)
    mixed = sum(0 < count < options.samples for count in bad)
    print(f"{options.samples} answers each: questions with both kinds={mixed} bad={100 * sum(bad) / len(found):.1f} different={different:.1f}")
    print("bad answers of a question: " + " ".join(f"{count}:{times}" for count, times in sorted(Counter(bad).items())))


if __name__ == "__main__":
    main()
