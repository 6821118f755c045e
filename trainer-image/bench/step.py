"""A step of PPO by transformers and PEFT on the shapes of `rlaif bench step`; one JSON object a repetition.

Answers by `generate`, log-probabilities of policy and reference (the adapter off) and values in one pass each, generalised advantages, and epochs of clipped updates by AdamW.
The reward is the share of even tokens, as in `rlaif bench step`, so that judging takes no time on either side. It does what it can for the peer: log-probabilities of
response positions only, values that send no gradient into the model, fused AdamW, micro-batches as large as `--micro-batch` says. `--adapter trl` takes logits of all positions
in float32, their entropy, and values that share the gradient, as TRL's PPOTrainer does.
"""

import argparse
import json
import time

import peer
import peft
import torch
import transformers

CLIP, VALUE_CLIP, GAMMA, LAMBDA, KL = 0.2, 0.5, 1.0, 0.95, 0.05


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--random-weights", required=True, help="shape of a model, such as 7b")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--prompt-tokens", type=int, default=32)
    parser.add_argument("--new-tokens", type=int, default=128)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--mini-batch", type=int, default=64)
    parser.add_argument("--micro-batch", type=int, default=16)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument(
        "--adapter",
        choices=["float32", "bfloat16", "trl"],
        default="float32",
        help="how the adapter is computed; trl: float32, and the loop as in TRL's PPOTrainer",
    )
    parser.add_argument("--repetitions", type=int, default=3)
    args = parser.parse_args()
    args.model = None
    args.trl = args.adapter == "trl"
    return args


class Loop:
    def __init__(self, args):
        self.args = args
        self.model = peer.load(args)
        self.base = self.model.get_base_model()
        self.values = torch.nn.Linear(self.base.config.hidden_size, 1, device=args.device)
        torch.nn.init.zeros_(self.values.weight)
        torch.nn.init.zeros_(self.values.bias)
        self.adapter = [p for p in self.model.parameters() if p.requires_grad]
        fused = args.device.startswith("cuda")
        self.optimizer = torch.optim.AdamW(
            [{"params": self.adapter, "lr": 1e-5}, {"params": self.values.parameters(), "lr": 5e-5}],
            betas=(0.9, 0.95),
            fused=fused,
        )

    def scores(self, sequences):
        """Log-probabilities and values of the response: [B, T] each."""
        start = self.args.prompt_tokens - 1
        if self.args.trl:
            return self.scores_as_trl(sequences)
        hidden = self.base.model(input_ids=sequences[:, :-1], use_cache=False).last_hidden_state
        hidden = hidden[:, start:]
        logits = self.base.lm_head(hidden).float()
        targets = sequences[:, start + 1 :].unsqueeze(-1)
        log_probs = torch.log_softmax(logits, -1).gather(-1, targets).squeeze(-1)
        return log_probs, self.values(hidden.detach().float()).squeeze(-1)

    def scores_as_trl(self, sequences):
        """As TRL's models with a value head: logits of all positions in float32, their entropy, values that share the gradient."""
        out = self.model(input_ids=sequences, use_cache=False, output_hidden_states=True)
        log_probs = torch.log_softmax(out.logits.float()[:, :-1], -1)
        if torch.is_grad_enabled():
            (log_probs.exp() * log_probs).sum(-1).detach().mean()
        chosen = log_probs.gather(-1, sequences[:, 1:].unsqueeze(-1)).squeeze(-1)
        values = self.values(out.hidden_states[-1].float()).squeeze(-1)[:, :-1]
        start = self.args.prompt_tokens - 1
        return chosen[:, start:], values[:, start:]

    @torch.no_grad()
    def scored(self, sequences):
        parts = [self.scores(part) for part in sequences.split(self.args.micro_batch)]
        return torch.cat([p[0] for p in parts]), torch.cat([p[1] for p in parts])

    def step(self, prompts):
        marks = [self.now()]
        sequences = peer.decode(self.args, self.model, prompts)
        marks.append(self.now())
        old, values = self.scored(sequences)
        with self.model.disable_adapter():
            reference, _ = self.scored(sequences)
        marks.append(self.now())
        advantages, returns = self.advantages(sequences, old, reference, values)
        for _ in range(self.args.epochs):
            order = torch.randperm(len(sequences), device=sequences.device)
            for rows in order.split(self.args.mini_batch):
                self.update(sequences[rows], old[rows], values[rows], advantages[rows], returns[rows])
        marks.append(self.now())
        return marks

    def advantages(self, sequences, old, reference, values):
        rewards = -KL * (old - reference)
        response = sequences[:, self.args.prompt_tokens :]
        rewards[:, -1] += (response % 2 == 0).float().mean(-1)
        last = torch.zeros_like(rewards[:, 0])
        advantages = torch.zeros_like(rewards)
        for t in reversed(range(rewards.shape[1])):
            after = values[:, t + 1] if t + 1 < rewards.shape[1] else torch.zeros_like(last)
            last = rewards[:, t] + GAMMA * after - values[:, t] + GAMMA * LAMBDA * last
            advantages[:, t] = last
        returns = advantages + values
        return (advantages - advantages.mean()) / (advantages.std() + 1e-8), returns

    def update(self, sequences, old, values, advantages, returns):
        self.optimizer.zero_grad()
        size = self.args.micro_batch
        count = old.numel()
        for i in range(0, len(sequences), size):
            part = slice(i, i + size)
            now, value = self.scores(sequences[part])
            ratio = torch.exp(now - old[part])
            clipped = ratio.clamp(1 - CLIP, 1 + CLIP)
            policy = torch.maximum(-advantages[part] * ratio, -advantages[part] * clipped)
            near = values[part] + (value - values[part]).clamp(-VALUE_CLIP, VALUE_CLIP)
            error = torch.maximum((value - returns[part]) ** 2, (near - returns[part]) ** 2)
            ((policy + 0.5 * error).sum() / count).backward()
        torch.nn.utils.clip_grad_norm_(self.adapter, 1.0)
        self.optimizer.step()

    def now(self):
        peer.synchronise(self.args)
        return time.perf_counter()


def main():
    args = arguments()
    loop = Loop(args)
    for repetition in range(args.repetitions):
        shape = (args.batch, args.prompt_tokens)
        prompts = torch.randint(3, loop.base.config.vocab_size, shape, device=args.device)
        used = time.process_time()
        start, answered, scored, end = loop.step(prompts)
        line = {
            "bench": "step",
            "engine": f"transformers {transformers.__version__} peft {peft.__version__}",
            "repetition": repetition,
            "batch": args.batch,
            "microBatch": args.micro_batch,
            "adapter": args.adapter,
            "samplesPerSecond": round(args.batch / (end - start), 3),
            "secondsPerStep": round(end - start, 3),
            "answerSeconds": round(answered - start, 3),
            "scoreSeconds": round(scored - answered, 3),
            "updateSeconds": round(end - scored, 3),
            "processorSeconds": round(time.process_time() - used, 3),
            "peakDeviceMemoryMiB": torch.cuda.max_memory_allocated() >> 20
            if args.device.startswith("cuda")
            else 0,
        }
        print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
