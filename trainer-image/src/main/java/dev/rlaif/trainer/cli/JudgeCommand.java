package dev.rlaif.trainer.cli;

import picocli.CommandLine.Command;

@Command(
    name = "judge",
    description = "Works on a RewardJudge by itself.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {JudgeCheckCommand.class, JudgeRescoreCommand.class})
final class JudgeCommand {}
