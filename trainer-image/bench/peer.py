"""transformers and PEFT on the shapes of `rlaif bench decode|train`; one JSON object a repetition.

Needs torch, transformers and peft. The frozen base is bfloat16 on a GPU and float32 on a CPU.
"""

import argparse
import json
import time

import peft
import torch
import transformers
from shapes import LINEAR_LAYERS, config


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=["decode", "train"])
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--model", help="model folder")
    source.add_argument("--random-weights", help="shape of a model with random weights, such as 7b")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--prompt-tokens", type=int, default=32)
    parser.add_argument("--new-tokens", type=int, default=64)
    parser.add_argument("--rank", type=int, default=16, help="LoRA rank; 0 decodes without an adapter")
    parser.add_argument(
        "--adapter",
        choices=["float32", "autocast", "bfloat16"],
        default="float32",
        help="how the adapter is computed: float32 as PEFT makes it, under autocast, or in bfloat16",
    )
    parser.add_argument("--repetitions", type=int, default=3)
    return parser.parse_args()


def load(args):
    dtype = torch.bfloat16 if args.device.startswith("cuda") else torch.float32
    if args.model:
        model = transformers.AutoModelForCausalLM.from_pretrained(args.model, dtype=dtype)
    else:
        torch.manual_seed(0)
        before = torch.get_default_dtype()
        torch.set_default_dtype(dtype)
        with torch.device(args.device):
            model = transformers.LlamaForCausalLM(config(args.random_weights))
        torch.set_default_dtype(before)
    model = model.to(args.device)
    if args.rank > 0:
        lora = peft.LoraConfig(r=args.rank, lora_alpha=args.rank, target_modules=LINEAR_LAYERS)
        model = peft.get_peft_model(model, lora, autocast_adapter_dtype=args.adapter != "bfloat16")
    return model


def synchronise(args):
    if args.device.startswith("cuda"):
        torch.cuda.synchronize()


def decode(args, model, prompts):
    model.eval()
    with torch.no_grad():
        answers = model.generate(
            input_ids=prompts,
            attention_mask=torch.ones_like(prompts),
            do_sample=True,
            temperature=1.0,
            top_k=0,
            top_p=1.0,
            min_new_tokens=args.new_tokens,
            max_new_tokens=args.new_tokens,
            pad_token_id=0,
        )
    assert answers.shape[1] == args.prompt_tokens + args.new_tokens
    return answers


def train(args, model, sequences):
    """Forward and backward of log-probabilities of the response under a loss of random weights."""
    model.train()
    autocast = args.adapter == "autocast"
    with torch.autocast(args.device.split(":")[0], dtype=torch.bfloat16, enabled=autocast):
        logits = model(input_ids=sequences[:, :-1], use_cache=False).logits
    logits = logits[:, args.prompt_tokens - 1 :].float()
    targets = sequences[:, args.prompt_tokens :].unsqueeze(-1)
    log_probs = torch.log_softmax(logits, -1).gather(-1, targets).squeeze(-1)
    torch.manual_seed(1)
    (log_probs * torch.randn_like(log_probs)).sum().backward()
    model.zero_grad()


def main():
    args = arguments()
    model = load(args)
    vocabulary = model.config.vocab_size
    length = args.prompt_tokens + (args.new_tokens if args.kind == "train" else 0)
    tokens = torch.randint(3, vocabulary, (args.batch, length), device=args.device)
    run = {"decode": decode, "train": train}[args.kind]
    for repetition in range(args.repetitions):
        synchronise(args)
        start, used = time.perf_counter(), time.process_time()
        run(args, model, tokens)
        synchronise(args)
        seconds = time.perf_counter() - start
        count = args.batch * (
            args.new_tokens if args.kind == "decode" else args.prompt_tokens + args.new_tokens
        )
        steps = args.new_tokens if args.kind == "decode" else 1
        print(
            json.dumps(
                {
                    "bench": args.kind,
                    "engine": f"transformers {transformers.__version__} peft {peft.__version__}",
                    "repetition": repetition,
                    "batch": args.batch,
                    "promptTokens": args.prompt_tokens,
                    "newTokens": args.new_tokens,
                    "rank": args.rank,
                    "adapter": args.adapter,
                    "tokensPerSecond": round(count / seconds, 1),
                    "millisecondsPerStep": round(1e3 * seconds / steps, 2),
                    "processorSeconds": round(time.process_time() - used, 3),
                    "peakDeviceMemoryMiB": torch.cuda.max_memory_allocated() >> 20
                    if args.device.startswith("cuda")
                    else 0,
                }
            ),
            flush=True,
        )


if __name__ == "__main__":
    main()
