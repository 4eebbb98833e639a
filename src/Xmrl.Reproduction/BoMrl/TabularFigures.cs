using Xmrl.Runs.Records;

namespace Xmrl.Reproduction.BoMrl;

/// <summary>Content of tabular.json: what a run on exact tables found.</summary>
internal sealed record TabularFigures
{
    /// <summary>Name of the file in the run's folder.</summary>
    public const string FileName = "tabular.json";

    /// <summary>One meta-training per λ, in the order of the configuration.</summary>
    public required IReadOnlyList<TrainedPolicy> Candidates { get; init; }

    /// <summary>Position of the one that is best on training tasks after one adaptation; the first of equal ones.</summary>
    public required int Chosen { get; init; }

    /// <summary>Reads the file of a run.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static TabularFigures Read(RunDirectory run) => RunJson.Read<TabularFigures>(run.File(FileName));

    /// <summary>What one meta-training ended with.</summary>
    internal sealed record TrainedPolicy
    {
        /// <summary>λ of its within-task algorithm.</summary>
        public required double Strength { get; init; }

        /// <summary>φ, logits of the table. Shape [S·A].</summary>
        public required IReadOnlyList<double> Parameters { get; init; }

        /// <summary>Figures on the training tasks.</summary>
        public required TabularScores Training { get; init; }

        /// <summary>Figures on fresh tasks.</summary>
        public required TabularScores Fresh { get; init; }

        /// <summary>Iterations without a step, because a task had no hyper-gradient.</summary>
        public required int Skipped { get; init; }

        /// <summary>Why the first of them had none; empty where none was skipped.</summary>
        public required string Detail { get; init; }
    }
}
