namespace Xmrl.Training.Hosting;

/// <summary>How far a run has come; reported often, from any thread.</summary>
/// <param name="Stage">Name of the stage, such as "training".</param>
/// <param name="StageIndex">Its number from 0.</param>
/// <param name="StageCount">Number of stages of the run.</param>
/// <param name="Completed">Work done in this stage.</param>
/// <param name="Total">Work of this stage, in the same unit; 0 if unknown.</param>
/// <param name="Detail">A few words for people, such as "return −12.3"; may be empty.</param>
public readonly record struct StageProgress(string Stage, int StageIndex, int StageCount, long Completed, long Total, string Detail)
{
    /// <summary>Share of the whole run that is done, in [0, 1], by environment steps and gradients; null where it is not known.</summary>
    public double? Share { get; init; }

    /// <summary>Seconds that the rest of the whole run is expected to take, ≥ 0; null where it is not known, as in the first ten
    /// seconds.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>Whether <see cref="Completed"/> is a percentage (<see cref="Total"/> is 100) of a run among several, whose time left
    /// <see cref="Detail"/> tells.</summary>
    public bool IsPercentage { get; init; }
}
