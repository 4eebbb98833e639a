using Xmrl.Environments.PointRobot;

namespace Xmrl.Reproduction.Robustness;

/// <summary>An environment of the study.</summary>
/// <param name="Environment">Its id.</param>
/// <param name="Margin">Difference of returns that counts as none, in units of the return.</param>
internal sealed record StudyProblem(string Environment, double Margin)
{
    private const double AntMargin = 30;

    /// <summary>Running forward or backward: two tasks.</summary>
    public static StudyProblem Direction { get; } = new("HalfCheetahDirection-v1", AntMargin);

    /// <summary>Going to a place, which the study calls a direction.</summary>
    public static StudyProblem Goal { get; } = new("AntGoal-v1", AntMargin);

    /// <summary>Running along an angle, paid by speed.</summary>
    public static StudyProblem Angle { get; } = new("AntAngle-v1", AntMargin);

    /// <summary>The stand-in at quick scale, whose physics costs nothing: a tenth of the steps, and of the margin.</summary>
    public static StudyProblem Point { get; } = new(PointRobotFamily.GoalId, AntMargin / 10);

    /// <summary>Test tasks that suffice for scores of the whole.</summary>
    public int Tests => this == Direction ? 2 : 40;

    /// <summary>The problem of a scale.</summary>
    /// <param name="scale">The scale.</param>
    public StudyProblem At(ReproductionScale scale) => scale == ReproductionScale.Quick ? Point : this;
}
