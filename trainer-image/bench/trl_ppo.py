"""A step of PPO by TRL 0.11.4, the last release whose PPOTrainer takes any reward; one JSON object a repetition.

    $(./environment trl-ppo) trl_ppo.py --model DIR --batch 16 --prompt-tokens 32 --new-tokens 48

The reward is the share of even tokens, as in `rlaif bench step`. All as TRL comes, but the largest mini-batch that the batch allows, which is its fastest.
"""

import time

import peft
import torch
import transformers
import trl
from shapes import LINEAR_LAYERS
from trl_step import arguments, even_share, tell


def trainer(args, tokenizer):
    model = trl.AutoModelForCausalLMWithValueHead.from_pretrained(
        args.model,
        torch_dtype=torch.float32,
        peft_config=peft.LoraConfig(
            r=args.rank, lora_alpha=args.rank, target_modules=LINEAR_LAYERS, task_type="CAUSAL_LM"
        ),
    )
    config = trl.PPOConfig(
        batch_size=args.batch,
        mini_batch_size=args.batch,
        ppo_epochs=args.epochs,
        learning_rate=1e-5,
        log_with=None,
    )
    return trl.PPOTrainer(config, model, ref_model=None, tokenizer=tokenizer)


def main():
    args = arguments(__doc__)
    torch.manual_seed(0)
    tokenizer = transformers.AutoTokenizer.from_pretrained(args.model)
    tokenizer.pad_token = tokenizer.pad_token or tokenizer.eos_token
    ppo = trainer(args, tokenizer)
    for repetition in range(args.repetitions):
        prompts = torch.randint(3, len(tokenizer), (args.batch, args.prompt_tokens))
        start, used = time.perf_counter(), time.process_time()
        answers = ppo.generate(
            list(prompts),
            batch_size=args.batch,
            return_prompt=False,
            do_sample=True,
            temperature=1.0,
            top_k=0,
            top_p=1.0,
            min_new_tokens=args.new_tokens,
            max_new_tokens=args.new_tokens,
            pad_token_id=tokenizer.pad_token_id,
        )
        answered = time.perf_counter()
        rewards = [torch.tensor(even_share(answer.tolist())) for answer in answers]
        ppo.step(list(prompts), list(answers), rewards)
        tell(args, "trl " + trl.__version__, repetition, start, used, answerSeconds=answered - start)


if __name__ == "__main__":
    main()
