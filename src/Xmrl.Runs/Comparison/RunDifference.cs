namespace Xmrl.Runs.Comparison;

/// <summary>In what two runs differ; empty lists where they are alike.</summary>
internal sealed record RunDifference
{
    /// <summary>What is damaged or foreign in one of the runs, in sentences: what is compared may then not be what the runs computed.
    /// </summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];

    /// <summary>Result files that both runs have, without the tasks.</summary>
    public int FilesCompared { get; init; }

    /// <summary>Checkpoints of the same series and iteration.</summary>
    public int CheckpointsCompared { get; init; }

    /// <summary>Trainings and result files that only the first run has.</summary>
    public IReadOnlyList<string> OnlyFirst { get; init; } = [];

    /// <summary>Trainings and result files that only the second run has.</summary>
    public IReadOnlyList<string> OnlySecond { get; init; } = [];

    /// <summary>What was asked: action, experiment, seed, quick.</summary>
    public required IReadOnlyList<ValueDifference> Request { get; init; }

    /// <summary>Values of the configuration, by their keys.</summary>
    public required IReadOnlyList<ValueDifference> Configuration { get; init; }

    /// <summary>Program and machine.</summary>
    public required IReadOnlyList<ValueDifference> Environment { get; init; }

    /// <summary>The trainings that both runs have.</summary>
    public required IReadOnlyList<SeriesDifference> Series { get; init; }

    /// <summary>Checkpoints of the same series and iteration that differ.</summary>
    public required IReadOnlyList<CheckpointDifference> Checkpoints { get; init; }

    /// <summary>Result files that both runs have and that differ: tasks, explanation, mixing laws, evaluation.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    /// <summary>Whether results differ: trainings, checkpoints or result files. Another configuration or machine alone does not
    /// count.</summary>
    public bool Parts => Files.Count > 0 || Checkpoints.Count > 0 || Series.Any(static series => series.Iteration is not null);

    /// <summary>Whether there was anything that both runs computed: an iteration, a checkpoint or a result.</summary>
    public bool IsComparable => FilesCompared > 0 || CheckpointsCompared > 0 || Parts || Series.Any(static series => series.Alike > 0);

    /// <summary>Whether the runs are alike in all that both have, which is something, and nothing in them is damaged.</summary>
    public bool IsAlike => IsComparable && !Parts && Damaged.Count == 0;

    /// <summary>Where the runs part, in one sentence.</summary>
    public string Verdict
    {
        get
        {
            if (Series.FirstOrDefault(static series => series.Iteration is not null) is { } first)
            {
                string where = first.Tensors.Count > 0
                    ? $"tensor {first.Tensors[0]}{(first.Tensors.Count > 1 ? $" and {first.Tensors.Count - 1} more" : "")}"
                    : $"metric {first.Metrics[0].Name}, all tensors alike";
                return $"The runs part in {first.File}, iteration {first.Iteration}: "
                    + $"{(first.HasHashes ? where : $"metric {first.Metrics[0].Name}; there are no hashes that name a tensor")}.";
            }

            if (Checkpoints.Count > 0)
            {
                return $"The runs part in checkpoint {Checkpoints[0].Name}: {Checkpoints[0].Message}";
            }

            if (Files.Count > 0)
            {
                return $"The runs part in {string.Join(", ", Files)}.";
            }

            if (!IsComparable)
            {
                return "There is nothing to compare: the runs have no iteration, no checkpoint and no result in common.";
            }

            string trainings = $"{Series.Count} {(Series.Count == 1 ? "training" : "trainings")}";
            string extent = $"{Series.Sum(static series => series.Alike)} iterations of {trainings}, and all result files that both have.";
            return Damaged.Count > 0 ? $"No difference was found, but {Damaged.Count} of the files are damaged or foreign: {extent}"
                : Shorter.FirstOrDefault() is { } shorter ? $"The runs are alike as far as both go: {extent} {shorter}"
                : $"The runs are alike: {extent}";
        }
    }

    /// <summary>Which trainings go further in one of the runs, in sentences.</summary>
    private IEnumerable<string> Shorter => Series.Where(static series => series.OnlyFirst + series.OnlySecond > 0)
        .Select(
            static series
                => (series.File, More: Math.Max(series.OnlyFirst, series.OnlySecond), Run: series.OnlyFirst > 0 ? "first" : "second"))
        .Select(static series => $"{series.File} has {series.More} more iterations in the {series.Run} run.");
}
