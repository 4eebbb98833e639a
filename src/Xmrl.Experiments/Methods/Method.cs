using System.Text.Json;
using Xmrl.Diagnosis;
using Xmrl.Experiments.Explanations;
using Xmrl.Meta.Gradient;
using Xmrl.Meta.Outer;
using Xmrl.Training.Loop;

namespace Xmrl.Experiments.Methods;

/// <summary>A way to retrain a meta-policy. All methods take the same number of environment steps per iteration and are choices of the same
/// parts: tasks, weights, mixed samples, regularizers.</summary>
/// <remarks>Parts that a method does not name are those of <see cref="Continued"/>.</remarks>
public sealed record Method
{
    /// <summary>The name in configurations and results.</summary>
    public required MethodName Name { get; init; }

    /// <summary>The name in tables.</summary>
    public required string Title { get; init; }

    /// <summary>What the method does, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What the method is for.</summary>
    public required MethodRole Role { get; init; }

    /// <summary>What retrain.tuning.<i>name</i>.strength means; null where the method has no strength.</summary>
    public required string? Strength { get; init; }

    /// <summary>What it needs.</summary>
    public MethodNeeds Needs { get; init; }

    /// <summary>The name in file names: lower case with hyphens.</summary>
    public string Series => JsonNamingPolicy.KebabCaseLower.ConvertName(Name.Key);

    /// <summary>Its retraining.</summary>
    internal TrainingSeries Training => new($"retrain-{Series}", $"the retraining by {Title}");

    /// <summary>Whether a law of the mixing coefficients is learned for it.</summary>
    internal bool LearnsLaw => Needs.HasFlag(MethodNeeds.LearnedLaw);

    /// <summary>What it takes from the explanation, and is charged for.</summary>
    internal ExplanationPart Takes { get; init; } = ExplanationPart.Whole;

    /// <summary>Positions of its critical training tasks; none where tasks are added or all are mixed, null where the method does not
    /// apply to the environment.</summary>
    internal Func<MethodContext, int[]?> Critical { get; init; } = static context => context.Explanation.Critical;

    /// <summary>What it changes of the plain tasks of a retraining.</summary>
    internal Func<RetrainingTasks, MethodContext, RetrainingTasks> Plan { get; init; } = static (plain, _) => plain;

    /// <summary>The quadratic terms that it adds to the learner; null for none.</summary>
    internal Func<MethodContext, QuadraticRegularization?> Regularization { get; init; } = static _ => null;

    /// <summary>Its outer steps; null for those of every retraining.</summary>
    internal Func<MethodContext, OuterSchedule?> Schedule { get; init; } = static _ => null;

    /// <summary>The method that a diagnosis puts in its place, or null for none; null for a method that does not depend on a
    /// diagnosis.</summary>
    internal Func<StoredDiagnosis, Method?>? ChosenBy { get; init; }

    /// <summary>Whether it is what a diagnosis prescribes, be it a retraining or another adaptation; not its control.</summary>
    internal bool IsPrescription => ChosenBy is not null && Role != MethodRole.Control;

    /// <summary>The tasks of its retraining; null where it does not apply.</summary>
    internal RetrainingTasks? Tasks(MethodContext context)
        => Critical(context) is { } critical ? Plan(context.Plain(critical), context) : null;
}
