"""A step of GRPO by TRL 1.16; one JSON object a step.

    $(./environment trl-grpo) trl_grpo.py --model DIR --batch 16 --prompt-tokens 32 --new-tokens 48

The reward is the share of even tokens, as in `rlaif bench step`. As TRL comes, it computes layers again in the backward pass, takes no KL term and so no pass of the reference;
`--keep-activations` does not compute them again, which is faster and takes more memory.
"""

import random
import tempfile
import time

import datasets
import peft
import torch
import transformers
import trl
from shapes import LINEAR_LAYERS
from trl_step import arguments, even_share, tell


def texts(tokenizer, args):
    """Texts of so many tokens each: words that are one token wherever they stand."""
    words = [tokenizer.decode(i) for i in range(1000, 4000)]
    words = [word for word in words if word.startswith(" ") and word[1:].isalpha()]
    random.seed(0)
    made = []
    while len(made) < args.batch // args.group * args.repetitions:
        text = "".join(random.choices(words, k=args.prompt_tokens))
        if len(tokenizer(text)["input_ids"]) == args.prompt_tokens:
            made.append(text)
    return made


def reward(completion_ids, **_):
    return [even_share(ids) for ids in completion_ids]


class Clock(transformers.TrainerCallback):
    def __init__(self, args):
        self.args = args

    def on_step_begin(self, args, state, control, **_):
        self.start, self.used = time.perf_counter(), time.process_time()

    def on_step_end(self, args, state, control, **_):
        tell(self.args, "trl " + trl.__version__, state.global_step - 1, self.start, self.used)


def main():
    args = arguments(__doc__)
    tokenizer = transformers.AutoTokenizer.from_pretrained(args.model)
    with tempfile.TemporaryDirectory() as folder:
        config = trl.GRPOConfig(
            output_dir=folder,
            use_cpu=True,
            bf16=False,
            per_device_train_batch_size=args.batch,
            num_generations=args.group,
            num_iterations=args.epochs,
            max_completion_length=args.new_tokens,
            generation_kwargs={"min_new_tokens": args.new_tokens},
            gradient_checkpointing=not args.keep_activations,
            max_steps=args.repetitions * args.epochs,
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
            logging_strategy="no",
            model_init_kwargs={"dtype": torch.float32},
        )
        trl.GRPOTrainer(
            model=args.model,
            reward_funcs=reward,
            args=config,
            train_dataset=datasets.Dataset.from_dict({"prompt": texts(tokenizer, args)}),
            peft_config=peft.LoraConfig(
                r=args.rank, lora_alpha=args.rank, target_modules=LINEAR_LAYERS, task_type="CAUSAL_LM"
            ),
            callbacks=[Clock(args)],
        ).train()


if __name__ == "__main__":
    main()
