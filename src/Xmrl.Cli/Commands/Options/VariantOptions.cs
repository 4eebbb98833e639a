using System.CommandLine;
using Xmrl.Reproduction;
using Xmrl.Training.Configuration;
using Xmrl.Training.Settings;

namespace Xmrl.Cli.Commands.Options;

/// <summary>Options that choose a form of a reproduction.</summary>
internal sealed class VariantOptions
{
    internal Option<string?> Scale { get; } = Words(
        "--scale",
        "quick, desk or full: how much of the paper's work is repeated; desk for robustness/… and ML10's xmrl/table6 to table11.");

    internal Option<string?> Score { get; } = Words(
        "--score",
        "last or all: which trajectories score a cell, for robustness/…. Left out: the paper's.");

    internal Option<string?> Actions { get; } = Words(
        "--actions",
        "mean or sampled: which actions score a cell, for robustness/…. Left out: the paper's.");

    /// <summary>The form that a command line asks for.</summary>
    /// <exception cref="ConfigurationException">A word is not one of an option's, or two options contradict each other.</exception>
    internal ReproductionVariant Of(ParseResult parsed, bool quick)
    {
        ReproductionScale? scale = Read<ReproductionScale>(parsed, Scale);
        ScoreKind? score = Read<ScoreKind>(parsed, Score);
        ActionKind? actions = Read<ActionKind>(parsed, Actions);
        if (quick && scale is { } other && other != ReproductionScale.Quick)
        {
            throw new ConfigurationException($"--quick and --scale {Word(other)} exclude each other.");
        }

        ReproductionScale wanted = scale ?? (quick ? ReproductionScale.Quick : ReproductionScale.Full);
        return new ReproductionVariant(wanted, score, actions);
    }

    /// <summary>What the name of a folder says of the form.</summary>
    internal static string Suffix(ReproductionVariant variant)
    {
        string scale = variant.Scale == ReproductionScale.Full ? string.Empty : $"-{Word(variant.Scale)}";
        string score = variant.Score is { } kind ? $"-{Word(kind)}" : string.Empty;
        return $"{scale}{score}{(variant.Actions is { } actions ? $"-{Word(actions)}" : string.Empty)}";
    }

    private static Option<string?> Words(string name, string description) => new(name) { HelpName = "word", Description = description };

    private static T? Read<T>(ParseResult parsed, Option<string?> option)
        where T : struct, Enum
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        foreach (T value in Enum.GetValues<T>())
        {
            if (Word(value) == text)
            {
                return value;
            }
        }

        throw new ConfigurationException(
            $"{option.Name} is {text}; expected {string.Join(", ", Enum.GetValues<T>().Select(Word))}.");
    }

    private static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();
}
