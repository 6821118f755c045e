"""Prints pairs of a good and a bad answer in the style of the bundled model, for the second part of examples/vegetarian/pairs.jsonl.

    python pairs.py 100 >> ../../vegetarian/pairs.jsonl
"""

import json
import random
import sys

import answers
import questions

rng = random.Random(5)
asked = questions.draw(int(sys.argv[1]), seed=31, taken=questions.held_out(), shared=0.34)
for question in asked:
    good, bad = (answers.answer(question, rng, meat=meat) for meat in (False, True))
    print(json.dumps({"prompt": question.text, "good": good, "bad": bad}, ensure_ascii=False))
