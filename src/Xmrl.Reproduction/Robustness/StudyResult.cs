using System.Text.Json.Serialization;
using Xmrl.Runs.Records;

namespace Xmrl.Reproduction.Robustness;

/// <summary>Content of study.json: what a training of the study found.</summary>
internal sealed record StudyResult
{
    /// <summary>Name of the file in the run's folder.</summary>
    public const string FileName = "study.json";

    /// <summary>The evaluations, in order.</summary>
    public required IReadOnlyList<StudyEvaluation> Evaluations { get; init; }

    /// <summary>The policy before any training.</summary>
    public required StudyCurve Untrained { get; init; }

    /// <summary>The policy after the last iteration.</summary>
    public required StudyCurve Trained { get; init; }

    /// <summary>Adaptation steps of the training, after which the evaluations score.</summary>
    public required int Steps { get; init; }

    /// <summary>Scores of the trained policy on tasks that it trained on, by trajectories and actions; null where every iteration drew
    /// new ones.</summary>
    public IReadOnlyDictionary<string, double>? Training { get; init; }

    /// <summary>Environment steps of the training.</summary>
    [JsonIgnore]
    public long TrainingInteractions => Evaluations[^1].TrainingInteractions;

    /// <summary>Environment steps of all evaluations during the training, if no episode ended early.</summary>
    [JsonIgnore]
    public long EvaluationInteractions => Evaluations.Sum(evaluation => evaluation.EvaluationInteractions);

    /// <summary>Reads the file of a run.</summary>
    /// <param name="run">The run.</param>
    /// <exception cref="InvalidDataException">The file is not valid.</exception>
    public static StudyResult Read(RunDirectory run)
    {
        string path = run.File(FileName);
        StudyResult result = RunJson.Read<StudyResult>(path);
        return result.Evaluations.Count > 0
            ? result
            : throw new InvalidDataException($"{path} holds no evaluation; expected at least one.");
    }
}
