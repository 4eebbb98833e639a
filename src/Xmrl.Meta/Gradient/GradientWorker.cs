using System.Diagnostics;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Learning;
using Xmrl.Meta.Objectives;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Gradient;

/// <summary>Scratch of one worker of a <see cref="GradientLearner"/>: sampler, baseline and evaluators. What it returns depends on its
/// arguments alone.</summary>
public sealed partial class GradientWorker : IDisposable
{
    private readonly int _index;
    private readonly RolloutSampler _sampler;
    private SurrogateEvaluator? _ratio;
    private SurrogateEvaluator? _heldInner;
    private SurrogateEvaluator? _score;
    private readonly SurrogateEvaluator? _likelihood;

    internal GradientWorker(GradientLearner learner, int index)
    {
        Learner = learner;
        _index = index;
        _sampler = new RolloutSampler(learner.Family, learner.Policy);
        Builder = new BatchBuilder(learner.Policy, new LinearBaseline(learner.ValueFeatures()));
        Inner = new SurrogateEvaluator(learner.InnerProgram);
        Outer = new SurrogateEvaluator(learner.OuterProgram);
        _likelihood = learner.LikelihoodProgram is { } program ? new SurrogateEvaluator(program) : null;
    }

    internal GradientLearner Learner { get; }

    /// <summary>Memory of parts that the learner does not know.</summary>
    internal WorkerScratch Scratch { get; } = new();

    /// <summary>The worker's own rollout: that of the last sampling.</summary>
    internal Rollout Rollout { get; } = new();

    /// <summary>Turns rollouts into weighted samples.</summary>
    internal BatchBuilder Builder { get; }

    /// <summary>Evaluates the inner surrogate.</summary>
    public SurrogateEvaluator Inner { get; }

    /// <summary>Evaluates the outer surrogate.</summary>
    public SurrogateEvaluator Outer { get; }

    /// <summary>The objective of a task on fixed rollouts.</summary>
    /// <param name="data">The rollouts.</param>
    /// <returns>The objective; valid on this worker's thread.</returns>
    public ITaskObjective Objective(AdaptationData data) => Learner.Options.Proximal is { } proximal
        ? new ProximalObjective(HeldInner, Outer, proximal, data) { Terms = Terms(proximal) }
        : new AdaptedObjective(Inner, Outer, Learner.InnerStep, Learner.Options.GradientOrder, data)
        {
            Likelihood = _likelihood,
            Frozen = Learner.Frozen,
            InvertedRegularization = Inverted,
            Kept = data.Kept,
        };

    /// <summary>The objective with importance ratios outside and fixed base log-probabilities inside: usable at candidates other than the
    /// parameters that sampled. At those its gradient is the hyper-gradient of <see cref="Objective"/> with an outer surrogate of
    /// advantages.</summary>
    /// <param name="data">The rollouts; <see cref="Remember"/> has been called on them.</param>
    /// <param name="penalty">Weight of the divergence of the policies before adaptation, ≥ 0.</param>
    /// <returns>The objective; valid on this worker's thread.</returns>
    public ITaskObjective RatioObjective(AdaptationData data, double penalty = 0) => Learner.Options.Proximal is { } proximal
        ? new ProximalObjective(HeldInner, Ratio, proximal, data)
        : Unrolled(data, penalty);

    /// <summary>Mean divergence of the policies before each inner step from those that sampled. A proximal rule takes one step, from the
    /// meta-policy.</summary>
    internal double InnerDivergence(AdaptationData data, ReadOnlySpan<Real> parameters) => Learner.Options.Proximal is null
        ? Unrolled(data, 0).InnerDivergence(parameters)
        : MetaDivergence(data, parameters);

    /// <summary>Mean divergence of the policy at θ from the one that sampled the first inner rollout.</summary>
    internal double MetaDivergence(AdaptationData data, ReadOnlySpan<Real> parameters)
        => Inner.ValueAndDivergence(parameters[..Learner.Policy.ParameterCount], data.Inner[0]).Divergence;

    /// <summary>The Fisher matrix of the policy at θ on the first inner rollout.</summary>
    internal PreparedProduct MetaFisher(AdaptationData data, ReadOnlySpan<Real> parameters)
        => Inner.PrepareFisher(parameters[..Learner.Policy.ParameterCount], data.Inner[0], Learner.Preparations);

    /// <summary>Evaluates the inner surrogate as an ordinary function of θ: with ratios to the policy that sampled, which the batch
    /// remembers.</summary>
    public SurrogateEvaluator HeldInner => _heldInner ??= new SurrogateEvaluator(Learner.HeldInnerProgram);

    /// <summary>Operations of all matrix products of surrogates and their derivatives so far, 2·M·N·K each.</summary>
    internal double ProductOperations => new[] { Inner, Outer, _ratio, _heldInner, _score, _likelihood }
        .Sum(static evaluator => evaluator?.ProductOperations ?? 0);

    private SurrogateEvaluator Ratio => _ratio ??= new SurrogateEvaluator(Learner.RatioProgram);

    private TrajectoryTerms? Terms(ProximalOptions proximal) => proximal.ValueTerm || proximal.VisitTerm
        ? new TrajectoryTerms(
            HeldInner, _score ??= new SurrogateEvaluator(Learner.ScoreProgram), proximal, Learner.Options.InnerBatch.Gae.Discount)
        : null;

    private double Inverted => Learner.Options.Regularization?.Inner ?? 0;

    private AdaptedObjective Unrolled(AdaptationData data, double penalty)
        => new(HeldInner, Ratio, Learner.InnerStep, Learner.Options.GradientOrder, data)
        {
            Likelihood = _likelihood,
            Frozen = Learner.Frozen,
            Penalty = penalty,
            InvertedRegularization = Inverted,
        };

    /// <summary>The adaptation rule at meta-parameters: an inner step, or the solution of the proximal problem.</summary>
    internal IAdaptationRule Rule(ReadOnlySpan<Real> parameters) => Learner.Options.Proximal is { } proximal
        ? new ProximalRule(Inner, new ProximalStep(HeldInner, proximal))
        : new GradientRule(Inner, Learner.InnerStep.At(parameters), Inverted);

    /// <summary>Stores in all rollouts of a task what the policies that sampled them say.</summary>
    /// <param name="data">The rollouts.</param>
    public void Remember(AdaptationData data)
    {
        for (int k = 0; k < data.Inner.Count; k++)
        {
            Inner.Remember(data.Path[k], data.Inner[k]);
        }

        Outer.Remember(data.Path[^1], data.Outer);
    }

    /// <summary>Adapts to a task on fresh rollouts.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="steps">Adaptation steps K, ≥ 0; 0 leaves the parameters as they are.</param>
    /// <param name="data">The task's rollouts.</param>
    /// <returns>The way to the adapted parameters, and the rule that took it.</returns>
    internal (AdaptationPath Path, IAdaptationRule Rule) Adapt(ReadOnlySpan<Real> parameters, int steps, TaskRollouts data)
    {
        IAdaptationRule rule = Rule(parameters);
        return (AdaptationLoop.Run(parameters[..Learner.Policy.ParameterCount], steps, data, rule), rule);
    }

    /// <summary>Adapts to a task on fresh rollouts and draws the adapted policy's rollouts.</summary>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="plan">The task.</param>
    /// <param name="key">Random numbers of this task in this iteration.</param>
    /// <returns>The rollouts and what they show.</returns>
    public TaskOutcome Collect(ReadOnlySpan<Real> parameters, TaskPlan plan, RandomKey key)
    {
        long started = Stopwatch.GetTimestamp();
        EngineUse engine = EngineUse;
        var data = new TaskRollouts(this, plan, Learner.Options.Trajectories, key);
        (AdaptationPath path, IAdaptationRule rule) = Adapt(parameters, Learner.InnerStep.Steps, data);
        double clock = Stopwatch.GetElapsedTime(started).TotalSeconds - data.ClockSeconds;
        SampleBatch outer = data.Outer(path.Adapted);
        string? nonFinite = NonFinite(data, rule, plan);
        return new TaskOutcome
        {
            Data = new AdaptationData
            {
                Path = path.Parameters,
                Inner = path.Inner,
                Outer = outer,
                MetaParameters = Learner.InnerStep.LearnedCount == 0 ? null : parameters.ToArray(),
            },
            ReturnBefore = data.ReturnBefore,
            ReturnAfter = data.ReturnAfter,
            SuccessAfter = data.SuccessAfter,
            Added = data.Added,
            Residual = path.Residual,
            Status = nonFinite is not null ? AdaptationStatus.NonFinite
                : path.Residual > Learner.Options.Proximal?.Tolerance ? AdaptationStatus.NotConverged
                : AdaptationStatus.Adapted,
            Interactions = data.Interactions,
            Infeasible = data.Added.Sum(added => added.Infeasible),
            NonFinite = nonFinite,
            Seconds = data.Seconds + new PhaseSeconds(0, 0, clock, 0),
            Engine = data.Added.Aggregate(EngineUse - engine, (sum, added) => sum + added.Engine),
        };
    }

    /// <summary>Names what was not finite first: the advantages of a rollout come before the gradient that they give.</summary>
    private string? NonFinite(TaskRollouts data, IAdaptationRule rule, TaskPlan plan)
        => data.NonFinite is { Step: int sampled } rollout && !(rule.NonFinite?.Step < sampled) ? rollout.Sentence
            : rule.NonFinite is { } element ? Describe(element, plan, $"inner gradient of step {element.Step + 1}")
            : null;

    /// <summary>Names task, tensor and element of the first number of a hyper-gradient that is not finite; null if all are.</summary>
    internal string? NonFinite(ReadOnlySpan<double> gradient, TaskPlan plan)
        => NonFiniteElement.In(gradient, 0) is { } element ? Describe(element, plan, "hyper-gradient") : null;

    private string Describe(NonFiniteElement element, TaskPlan plan, string what)
    {
        int parameters = Learner.Policy.ParameterCount;
        if (element.Index >= parameters)
        {
            return $"task {plan.MdpTask.Index}: {what}, inner step size {element.Index - parameters} is {element.Value}";
        }

        TensorSpec tensor = Learner.Policy.Tensors.Last(spec => spec.Offset <= element.Index);
        return $"task {plan.MdpTask.Index}: {what}, tensor {tensor.Name}, element {element.Index - tensor.Offset} is {element.Value}";
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sampler.Dispose();
        Scratch.Dispose();
    }
}
