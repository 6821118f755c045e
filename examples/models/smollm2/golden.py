"""Prints a golden file for a model: prompts, their token ids, the greedy answers and the log-probabilities of the answers' tokens.

    python golden.py smollm2 > trainer-image/src/test/resources/smollm2-golden.json
    python golden.py food-small > trainer-image/src/test/resources/food-small-golden.json

Everything is computed by the transformers library in 32-bit floats, one prompt at a time. It needs torch and transformers as in
../food-small/requirements.txt, and for smollm2 the folder that `convert` makes. `margins` says how far the second best token was from the
chosen one: where that is tiny, another correct implementation may choose otherwise.
"""

import json
import sys
from pathlib import Path

import torch
import transformers
from transformers import AutoModelForCausalLM, AutoTokenizer

MODELS = Path(__file__).parents[1]
HELD_OUT = MODELS.parent / "vegetarian" / "heldout.jsonl"

SMOLLM2 = [
    ["What can I cook with rice tonight?"],
    ["What is the capital of France?"],
    ["Hi"],
    ["Give me a recipe for a vegetable soup."],
    ["What should I grill this weekend?"],
    ["Write one sentence about the sea."],
    ["What is 12 + 345? Explain each step."],
    ["Name three animals that live in the desert, and say in a few words how each of them gets along with so little water."],
    ["Translate to French: Good morning, my friend!"],
    ["Why is the sky blue?"],
    ["Answer in one short sentence.", "What is photosynthesis?"],
    ["You are a vegetarian cook. Recommend nothing that contains meat or fish.", "What should I make for a barbecue with six friends?"],
    ["You are a pirate.", "Where did you leave the map?"],
    ["You are a helpful cooking assistant. Answer briefly.", "How long do I boil an egg?"],
    ["What goes well with caf\u00e9 au lait? \u2615"],
    ["List:\n- apples\n- pears\n\nAdd two more fruits to the list."],
    ["def add(a, b):\n    return a + b\n\nWhat does this Python function do?"],
    ["I have 2 onions, 3 carrots, 1 can of tomatoes (400 g) and some old bread. It is cold outside, my children are hungry, and I have about "
     "thirty minutes and only one pot. They do not like anything spicy. What do you suggest, and in which order should I do things?"],
    ["Which is heavier, a kilogram of feathers or a kilogram of iron?"],
    ["Tell me about the history of the city of Rome, beginning with its legendary founders Romulus and Remus, and going on with the kings, the "
     "Republic, the Punic Wars against Carthage, Julius Caesar, Augustus and the first emperors. Keep it to a few sentences, use simple words, "
     "and end with what a visitor can still see of all this today."],
]


def main(arguments):
    if arguments == ["smollm2"]:
        folder, tokens, dialogues = MODELS / "smollm2" / "SmolLM2-135M-Instruct", 64, [dialogue(*texts) for texts in SMOLLM2]
    elif arguments == ["food-small"]:
        questions = [json.loads(line)["question"] for line in HELD_OUT.read_text(encoding="utf-8").splitlines()]
        folder, tokens, dialogues = MODELS / "food-small", 48, [dialogue(question) for question in questions[:100:5]]
    else:
        sys.exit(__doc__)
    transformers.utils.logging.disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager").eval()
    cases = [case(model, tokenizer, messages, tokens) for messages in dialogues]
    head = {"model": folder.name, "transformers": transformers.__version__, "torch": torch.__version__.split("+")[0], "maxNewTokens": tokens}
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False, separators=(",", ":")) for entry in cases)
    print(json.dumps(head)[:-1] + ', "cases": [\n' + lines + "\n]}")


def dialogue(*texts):
    roles = ["system", "user"] if len(texts) == 2 else ["user"]
    return [{"role": role, "content": text} for role, text in zip(roles, texts)]


@torch.no_grad()
def case(model, tokenizer, messages, tokens):
    prompt = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=True)["input_ids"]
    whole = model.generate(torch.tensor([prompt]), max_new_tokens=tokens, do_sample=False, attention_mask=torch.ones(1, len(prompt), dtype=torch.long))
    answer = whole[0, len(prompt):]
    logits = model(whole).logits[0, len(prompt) - 1:-1]  # [n, V], one forward pass over prompt and answer
    log_probs = torch.log_softmax(logits.float(), -1)
    best = log_probs.topk(2).values
    return {
        "messages": messages,
        "promptIds": prompt,
        "tokenIds": answer.tolist(),
        "logProbs": [round(value, 6) for value in log_probs.gather(1, answer[:, None])[:, 0].tolist()],
        "margins": [round(value, 4) for value in (best[:, 0] - best[:, 1]).tolist()],
        "text": tokenizer.decode(answer, skip_special_tokens=True),
    }


if __name__ == "__main__":
    main(sys.argv[1:])
