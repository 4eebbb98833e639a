using Xmrl.Training.Settings;

namespace Xmrl.Experiments.Comparison;

/// <summary>Content of evaluation.json: figures of every method on the test tasks.</summary>
internal sealed record StoredEvaluation
{
    /// <summary>Largest file that is read, in bytes: every method on as many test tasks as a configuration may ask for takes half of
    /// it.</summary>
    public const long SizeLimit = 1L << 24;

    /// <summary>What the scores measure.</summary>
    public required string Score { get; init; }

    /// <summary>Which actions were scored.</summary>
    public required ActionKind Actions { get; init; }

    /// <summary>Positions of the poor test tasks.</summary>
    public required int[] PoorTest { get; init; }

    /// <summary>Methods; the base policy first.</summary>
    public required IReadOnlyList<MethodSummary> Methods { get; init; }

    /// <summary>Mean scores over adaptation steps, of the methods that were scored after each; empty in evaluations that were stored
    /// before these were.</summary>
    public IReadOnlyList<MethodCurve> Adaptation { get; init; } = [];

    /// <summary>Reads a run's evaluation.</summary>
    /// <param name="run">The run.</param>
    /// <returns>The figures.</returns>
    /// <exception cref="InvalidDataException">The file is too large or not valid.</exception>
    public static StoredEvaluation Read(Runs.Records.RunDirectory run) =>
        Runs.Records.RunJson.Read<StoredEvaluation>(run.EvaluationPath, SizeLimit);
}
