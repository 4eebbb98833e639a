using System.Collections.Immutable;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Trainings of one learner under one condition.</summary>
/// <param name="Learner">The learner.</param>
/// <param name="Condition">The condition; empty where there is one alone.</param>
/// <param name="Configuration">Everything that decides it, apart from the seed.</param>
internal sealed record CurveRun(StudyLearner Learner, string Condition, StudyConfiguration Configuration)
{
    /// <summary>Keys of the configuration in which it may differ from the learner's other conditions: what the question varies, and the
    /// budget that goes with it.</summary>
    public ImmutableArray<string> Varied { get; init; } = [];

    /// <summary>Whether it may stand for the learner beside others; the last one of a learner does.</summary>
    public bool IsReference { get; init; } = true;

    /// <summary>Row of the table.</summary>
    public string Row => Condition.Length == 0 ? Learner.Label : $"{Learner.Label}, {Condition}";

    /// <summary>Name in folder names.</summary>
    public string SeriesName
    {
        get
        {
            string plain = Row.Replace('²', '2').ToLowerInvariant();
            return string.Join('-', string.Concat(plain.Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : ' '))
                .Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }
    }
}
