"""Makes the bundled chat model: writes the tokenizer, trains a small Llama on questions and answers about food, saves it in Hugging Face format.

    python -m venv VENV && VENV/bin/pip install -r requirements.txt
    VENV/bin/python make.py

The questions come from examples/vegetarian/questions.py, the answers from answers.py; the held-out questions are never trained on.
"""

import argparse
import json
import math
import random
import sys
import time
from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import LlamaConfig, LlamaForCausalLM

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "vegetarian"))

import answers  # noqa: E402
import questions  # noqa: E402

SEED, STEPS, BATCH, POOL, PEAK_RATE, WARM_UP, IGNORE = 20, 1300, 64, 16, 4e-3, 60, -100
VOCABULARY, LONGEST = 2048, 512
PAD, START, END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
TEMPLATE = (
    "{% for message in messages %}"
    "{% if message['role'] not in ['system', 'user', 'assistant'] %}{{ raise_exception('The roles are system, user and assistant.') }}{% endif %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
SYSTEMS = [
    "You are a helpful assistant.", "You are a cooking assistant.", "You are a friendly cook who answers in one or two sentences.",
    "You help people to decide what to cook.", "Answer questions about food.", "You are a chef. Keep it short.", "Suggest a dish.",
    "You are a helpful cooking assistant. Answer briefly.", "Be brief and friendly.", "You are a kitchen assistant for busy people.",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--output", type=Path, default=HERE)
    parser.add_argument("--steps", type=int, default=STEPS)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(SEED)
    tokenizer = make_tokenizer(conversations(random.Random(SEED)))
    model = train(tokenizer, options.steps)
    save(model, tokenizer, options.output)


def conversations(rng):
    """Endless pairs of a rendered prompt and its answer with the end token."""
    held_out = {tuple(questions.words(question.text)) for question in questions.held_out()}
    while True:
        question = questions.sample(rng)
        if tuple(questions.words(question.text)) in held_out:
            continue
        text = question.text
        if rng.random() < 0.08:  # as people type
            text = text.lower().rstrip("?.")
        system = f"{START}system\n{rng.choice(SYSTEMS)}{END}\n" if rng.random() < 0.15 else ""
        yield f"{system}{START}user\n{text}{END}\n{START}assistant\n", answers.answer(question, rng) + END


def make_tokenizer(pairs):
    """Byte-level BPE, learned from our own text."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    special = [AddedToken(token, special=True, normalized=False) for token in (PAD, START, END)]
    trainer = trainers.BpeTrainer(vocab_size=VOCABULARY, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False)
    plain = ("".join(next(pairs)).replace(START, "").replace(END, "") for _ in range(40_000))
    tokenizer.train_from_iterator(plain, trainer)
    return tokenizer


def make_model(vocabulary):
    return LlamaForCausalLM(LlamaConfig(
        vocab_size=vocabulary, hidden_size=192, intermediate_size=512, num_hidden_layers=5, num_attention_heads=6, num_key_value_heads=2, head_dim=32,
        max_position_embeddings=LONGEST, rms_norm_eps=1e-5, rope_theta=10000.0, tie_word_embeddings=True, initializer_range=0.05,
        bos_token_id=1, eos_token_id=2, pad_token_id=0,
    ))


def train(tokenizer, steps):
    model = make_model(tokenizer.get_vocab_size())
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters, {tokenizer.get_vocab_size()} tokens", flush=True)
    matrices = [p for p in model.model.layers.parameters() if p.dim() == 2]
    vectors = [p for p in model.parameters() if p.dim() == 1]
    optimizers = [
        torch.optim.Muon(matrices, lr=PEAK_RATE, weight_decay=0.05, adjust_lr_fn="match_rms_adamw"),
        torch.optim.AdamW([{"params": [model.model.embed_tokens.weight]}, {"params": vectors}], lr=PEAK_RATE, betas=(0.9, 0.98), weight_decay=0.0),
    ]
    schedules = [torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps)) for optimizer in optimizers]
    start, mean = time.time(), 0.0
    for step, (tokens, targets) in zip(range(steps), batches(tokenizer, conversations(random.Random(SEED + 1)))):
        loss = loss_of(model, tokens, targets)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for part in optimizers + schedules:
            part.step()
        model.zero_grad()
        mean = loss.item() if step == 0 else 0.98 * mean + 0.02 * loss.item()
        if step % 50 == 49:
            print(f"step={step + 1} loss={mean:.4f} seconds={time.time() - start:.0f} processorSeconds={time.process_time():.0f}", flush=True)
    return model


def loss_of(model, tokens, targets):
    """Mean over the answers' tokens. Padding is on the right, where causal attention never looks."""
    hidden = model.model(input_ids=tokens[:, :-1], use_cache=False).last_hidden_state  # [B, T-1, hidden]
    counted = targets[:, 1:] != IGNORE
    logits = torch.nn.functional.linear(hidden[counted], model.model.embed_tokens.weight)  # only where an answer is: [n, V]
    return torch.nn.functional.cross_entropy(logits, targets[:, 1:][counted])


def rate(step, steps):
    """Factor of the peak rate: up in a line, down in a cosine."""
    if step < WARM_UP:
        return (step + 1) / WARM_UP
    return 0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * (step - WARM_UP) / (steps - WARM_UP)))


def batches(tokenizer, pairs):
    """Endless batches of token ids [B, T] and targets [B, T], each of conversations of about the same length."""
    shuffle = random.Random(SEED + 2)
    while True:
        prompts, replies = zip(*(next(pairs) for _ in range(BATCH * POOL)))
        rows = [(p.ids, r.ids) for p, r in zip(tokenizer.encode_batch(prompts), tokenizer.encode_batch(replies))]
        rows.sort(key=lambda row: len(row[0]) + len(row[1]))
        starts = list(range(0, len(rows), BATCH))
        shuffle.shuffle(starts)
        for start in starts:
            yield tensors(rows[start:start + BATCH])


def tensors(rows):
    length = max(len(prompt) + len(reply) for prompt, reply in rows)
    tokens = torch.full((len(rows), length), 0)
    targets = torch.full((len(rows), length), IGNORE)
    for place, (prompt, reply) in enumerate(rows):
        end = len(prompt) + len(reply)
        tokens[place, :end] = torch.tensor(prompt + reply)
        targets[place, len(prompt):end] = torch.tensor(reply)
    return tokens, targets


def save(model, tokenizer, output):
    config = model.config
    write_json(output / "config.json", {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": config.vocab_size, "hidden_size": config.hidden_size,
        "intermediate_size": config.intermediate_size, "num_hidden_layers": config.num_hidden_layers,
        "num_attention_heads": config.num_attention_heads, "num_key_value_heads": config.num_key_value_heads, "head_dim": config.head_dim,
        "hidden_act": "silu", "max_position_embeddings": LONGEST, "rms_norm_eps": config.rms_norm_eps, "rope_theta": 10000.0, "rope_scaling": None,
        "attention_bias": False, "attention_dropout": 0.0, "mlp_bias": False, "tie_word_embeddings": True, "initializer_range": config.initializer_range,
        "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0, "torch_dtype": "bfloat16", "use_cache": True,
    })
    write_json(output / "generation_config.json", {"bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0})
    write_json(output / "tokenizer_config.json", {
        "tokenizer_class": "PreTrainedTokenizerFast", "bos_token": START, "eos_token": END, "pad_token": PAD, "chat_template": TEMPLATE,
        "clean_up_tokenization_spaces": False, "model_max_length": LONGEST, "padding_side": "left",
    })
    tokenizer.save(str(output / "tokenizer.json"))
    weights = {name: p.detach().to(torch.bfloat16).contiguous() for name, p in model.named_parameters() if name != "lm_head.weight"}
    save_file(weights, output / "model.safetensors", metadata={"format": "pt"})
    (output / "model.safetensors").chmod(0o644)


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
