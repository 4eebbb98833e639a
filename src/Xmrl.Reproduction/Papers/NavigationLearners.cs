using System.Collections.Immutable;
using Xmrl.Environments.Navigation2D;
using Xmrl.Experiments.Definitions;
using Xmrl.Experiments.Improvement;
using Xmrl.Meta.Learners;
using Xmrl.Meta.Learners.Parts;
using Xmrl.Numerics.Kernels;
using Xmrl.Rl.Policies;
using Xmrl.Training.Settings;

namespace Xmrl.Reproduction.Papers;

/// <summary>All learners on two-dimensional navigation under one protocol: no paper's table, but one that shows each of them at work and
/// what it costs.</summary>
internal static class NavigationLearners
{
    private const string Column = "return after 1 step";

    private static readonly InnerStepSettings s_inner = new() { InnerStepSize = 0.1 };

    private static readonly RolloutSettings s_rollouts = new()
    {
        Trajectories = 10,
        Discount = 0.99,
        Trace = 0.997,
        InnerDiscount = 0.99,
        InnerTrace = 0.997,
        StandardizesOuter = true,
        Baseline = BaselineName.LinearTime,
    };

    private static readonly ScheduleSettings s_steps = new() { OuterStepSize = 1e-3, FinalStepShare = 1 };
    private static readonly OuterStepSettings s_outer = new() { Schedule = s_steps };

    private static readonly ImmutableArray<(string Label, LearnerSettings Settings)> s_learners =
    [
        Named(new Maml { Inner = s_inner, Rollouts = s_rollouts, Outer = s_outer }),
        Named(new FirstOrderMaml { Inner = s_inner, Rollouts = s_rollouts, Outer = s_outer }),
        Named(new EMaml { Inner = s_inner, Rollouts = s_rollouts, Outer = s_outer }),
        Named(new SgMrl { Inner = s_inner, Rollouts = s_rollouts, Outer = s_outer }),
        Named(new ProMp { Inner = s_inner, Rollouts = s_rollouts, Steps = s_steps }),
        Named(new IMaml { Rollouts = s_rollouts, Outer = s_outer, Proximal = new ProximalSettings { Steps = 5, SolverSteps = 5 } }),
        Named(new Meta.Learners.BoMrl { Rollouts = s_rollouts }),
        (
            "BO-MRL between parameters",
            new Meta.Learners.BoMrl
            {
                Rollouts = s_rollouts,
                Adaptation = new UniversalSettings { Divergence = ProximalDivergence.Parameters },
            }),
        Named(new Cavia { ContextStepSize = 0.5, Rollouts = s_rollouts, Outer = s_outer }),
    ];

    /// <summary>The table.</summary>
    /// <returns>The table.</returns>
    public static TableReproduction Create() => new()
    {
        Id = "navigation2d/learners",
        Summary = "All eight learners on Navigation2DSquare-v1 under one protocol, small enough for the costliest of them.",
        Protocol = new ReproductionProtocol
        {
            Source = "No paper: all learners of this project under one protocol",
            Measure =
                "Undiscounted return over 100 steps after one adaptation step on 10 episodes, sampled actions, mean over 200 unseen "
                    + "tasks with 20 episodes each and over seeds; the policy after the last iteration.",
            Stated =
            [
                "200 iterations of 10 tasks drawn anew, 10 episodes before and after adaptation; two hidden layers of 32 tanh units, "
                    + "learned standard deviation that begins at 1; α = 0.1, γ = 0.99, trace 0.997, standardised advantages; Adam with "
                    + "0.001, ProMP with its five epochs.",
            ],
            Assumptions =
            [
                "One step size for all: no learner was tuned, so the order of the rows says little about the learners at their best.",
                "CAVIA adapts a context of 8 numbers with step size 0.5, implicit MAML has λ = 10 and at most 5 Newton steps of 5 "
                    + "products each, without which an iteration of it takes as long as a whole run of the others.",
                "BO-MRL as its paper has it: forward divergence, λ = 0.5, 50 steps of Adam inside, and a trust region of 0.001 nats around "
                    + "the meta-policy outside instead of Adam; a second row keeps the policies near by a distance of parameters, λ̄ = 10, "
                    + "as implicit MAML does.",
            ],
            References =
            [
                new(
                    "standing still", Column, NavigationScale.StandingStill(Navigation2DOptions.Square),
                    "Mean over all goals of a policy that never moves."),
                new(
                    "knowing the goal", Column, NavigationScale.KnowingTheGoal(Navigation2DOptions.Square),
                    "Mean over all goals of the fastest way: nothing can be better."),
            ],
        },
        Cells = [.. s_learners.Select(learner => new ReproductionCell(learner.Label, Column, null))],
        Seeds = 3,
        Series = [.. s_learners.Select(learner => Series(learner.Label, learner.Settings))],
    };

    private static (string Label, LearnerSettings Settings) Named(LearnerSettings learner) => (learner.Card.Title, learner);

    private static ReproductionSeries Series(string label, LearnerSettings learner)
    {
        ImproveConfiguration start = Navigation2DExperiment.Configuration;
        return new ReproductionSeries
        {
            Name = label.ToLowerInvariant().Replace(' ', '-'),
            Label = label,
            Runner = new ImprovementRunner(
                Navigation2DExperiment.Name,
                label,
                start with
                {
                    Environment = Navigation2DFamily.SquareId,
                    Tasks = new TaskSettings { Training = 20, Fresh = true, Validation = 10, Test = 200 },
                    Policy = start.Policy with
                    {
                        HiddenSizes = [32, 32],
                        Activation = Activation.Tanh,
                        InitialLogStd = 0,
                        LearnLogStd = true,
                        ContextSize = learner.NeedsContext ? 8 : 0,
                    },
                    Meta = start.Meta with { Learner = learner, Iterations = 200, TasksPerIteration = 10 },
                    Scoring = start.Scoring with { Repeats = 1, AdaptationTrajectories = 10 },
                },
                ["meta.iterations=2", "meta.tasksPerIteration=2", "meta.trajectories=4", "tasks.test=20"]),
            Read = SeriesFigures.BaseMean(label, Column),
        };
    }
}
