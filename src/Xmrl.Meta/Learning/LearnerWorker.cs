using System.Diagnostics;
using Xmrl.Meta.Adaptation;
using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Randomness;
using Xmrl.Rl.Advantages;
using Xmrl.Rl.Environments;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Rollouts;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Learning;

/// <summary>Scratch of one worker: samplers, baseline and evaluators. What it returns depends on its arguments alone.</summary>
public sealed partial class LearnerWorker : IDisposable
{
    private readonly MetaLearner _learner;
    private readonly int _index;
    private readonly RolloutSampler _sampler;
    private readonly MixupSampler _mixup;
    private readonly BatchBuilder _builder;
    private readonly Rollout _rollout = new();
    private SurrogateEvaluator? _ratio;
    private SurrogateEvaluator? _heldInner;
    private readonly SurrogateEvaluator? _likelihood;

    internal LearnerWorker(MetaLearner learner, int index)
    {
        _learner = learner;
        _index = index;
        _sampler = new RolloutSampler(learner.Family, learner.Policy);
        _mixup = new MixupSampler(learner.Family, learner.Policy);
        _builder = new BatchBuilder(learner.Policy, new LinearBaseline(learner.ValueFeatures()));
        Inner = new SurrogateEvaluator(learner.InnerProgram);
        Outer = new SurrogateEvaluator(learner.OuterProgram);
        _likelihood = learner.LikelihoodProgram is { } program ? new SurrogateEvaluator(program) : null;
    }

    /// <summary>Evaluates the inner surrogate.</summary>
    public SurrogateEvaluator Inner { get; }

    /// <summary>Evaluates the outer surrogate.</summary>
    public SurrogateEvaluator Outer { get; }

    /// <summary>Draws whole rollouts.</summary>
    public RolloutSampler Sampler => _sampler;

    /// <summary>Draws mixed samples.</summary>
    public MixupSampler Mixup => _mixup;

    /// <summary>Turns rollouts into weighted samples.</summary>
    public BatchBuilder Builder => _builder;

    /// <summary>The objective of a task on fixed rollouts.</summary>
    /// <param name="data">The rollouts.</param>
    /// <returns>The objective; valid on this worker's thread.</returns>
    public ITaskObjective Objective(AdaptationData data) => _learner.Options.Proximal is { } proximal
        ? new ImplicitObjective(HeldInner, Outer, proximal, data)
        : new AdaptedObjective(Inner, Outer, _learner.InnerStep, _learner.Options.GradientOrder, data)
        {
            Likelihood = _likelihood,
            Frozen = _learner.Frozen,
            InvertedRegularization = Inverted,
            Kept = data.Kept,
        };

    /// <summary>The objective with importance ratios outside and fixed base log-probabilities inside: usable at candidates other than the
    /// parameters that sampled. At those its gradient is the hyper-gradient of <see cref="Objective"/> with an outer surrogate of
    /// advantages.</summary>
    /// <param name="data">The rollouts; <see cref="Remember"/> has been called on them.</param>
    /// <param name="penalty">Weight of the divergence of the policies before adaptation, ≥ 0.</param>
    /// <returns>The objective; valid on this worker's thread.</returns>
    public ITaskObjective RatioObjective(AdaptationData data, double penalty = 0) => _learner.Options.Proximal is { } proximal
        ? new ImplicitObjective(HeldInner, Ratio, proximal, data)
        : Unrolled(data, penalty);

    internal double InnerDivergence(AdaptationData data, ReadOnlySpan<Real> parameters) => Unrolled(data, 0).InnerDivergence(parameters);

    /// <summary>Evaluates the inner surrogate as an ordinary function of θ: with ratios to the policy that sampled, which the batch
    /// remembers.</summary>
    public SurrogateEvaluator HeldInner => _heldInner ??= new SurrogateEvaluator(_learner.HeldInnerProgram);

    private SurrogateEvaluator Ratio => _ratio ??= new SurrogateEvaluator(_learner.RatioProgram);

    private double Inverted => _learner.Options.Regularization?.Inner ?? 0;

    private AdaptedObjective Unrolled(AdaptationData data, double penalty)
        => new(HeldInner, Ratio, _learner.InnerStep, _learner.Options.GradientOrder, data)
        {
            Likelihood = _likelihood,
            Frozen = _learner.Frozen,
            Penalty = penalty,
            InvertedRegularization = Inverted,
        };

    /// <summary>One adaptation step: an inner step, or the solution of the proximal problem.</summary>
    /// <param name="rule">The inner step.</param>
    /// <param name="parameters">θ_k. Shape [P].</param>
    /// <param name="batch">D_k.</param>
    /// <param name="gradient">Receives ∇J_in(θ_k; D_k). Shape [P].</param>
    /// <returns>θ_{k+1}, shape [P], and the relative residual of a proximal solve (0 for an inner step).</returns>
    public (Real[] Adapted, double Residual) Adapt(InnerStep rule, ReadOnlySpan<Real> parameters, SampleBatch batch, Span<double> gradient)
    {
        Inner.ValueAndGradient(parameters, batch, gradient);
        for (int i = 0; i < gradient.Length && Inverted > 0; i++)
        {
            gradient[i] += Inverted * parameters[i];
        }

        if (_learner.Options.Proximal is not { } proximal)
        {
            return (rule.Apply(parameters, gradient), 0);
        }

        Inner.Remember(parameters, batch);
        return new ProximalStep(HeldInner, proximal).Solve(parameters, batch);
    }

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

    /// <summary>Draws a rollout into the worker's own memory: valid until the next one.</summary>
    /// <param name="task">The task.</param>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="request">What to draw.</param>
    /// <returns>The worker's rollout.</returns>
    public Rollout Draw(MdpTask task, ReadOnlySpan<Real> parameters, RolloutRequest request)
    {
        Sample(task, parameters, request);
        return _rollout;
    }

    /// <summary>Adapts to a task on fresh rollouts and draws the adapted policy's rollouts.</summary>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <param name="plan">The task.</param>
    /// <param name="item">The task's position in the iteration.</param>
    /// <param name="key">Random numbers of this task in this iteration.</param>
    /// <returns>The rollouts and what they show.</returns>
    public TaskOutcome Collect(ReadOnlySpan<Real> parameters, TaskPlan plan, int item, RandomKey key)
    {
        long started = Stopwatch.GetTimestamp();
        EngineUse engine = EngineUse;
        double sampling = 0;
        double advantages = 0;
        double gradients = 0;
        long interactions = 0;
        int infeasible = 0;
        double returnBefore = 0;
        double residual = 0;
        string? nonFinite = null;
        InnerStep rule = _learner.InnerStep.At(parameters);
        int size = _learner.Policy.ParameterCount;
        Real[]? meta = rule.LearnedCount == 0 ? null : parameters.ToArray();
        var path = new List<Real[]> { parameters[..size].ToArray() };
        var inner = new List<SampleBatch>();
        var added = new List<AugmentedSamples>();
        var gradient = new double[size];
        for (int k = 0; k < rule.Steps; k++)
        {
            SampleBatch batch = Draw(path[^1], key.Derive(RandomPurpose.InnerRollout).Derive((ulong)k), true);
            if (k == 0)
            {
                returnBefore = _rollout.MeanReturn;
            }

            (Real[] next, residual) = Adapt(rule, path[^1], batch, gradient);
            nonFinite ??= NonFinite(gradient, plan, $"inner gradient of step {k + 1}");
            inner.Add(batch);
            path.Add(next);
            gradients += Lap();
        }

        SampleBatch outer = Draw(path[^1], key.Derive(RandomPurpose.OuterRollout), false);
        return new TaskOutcome
        {
            Data = new AdaptationData { Path = path, Inner = inner, Outer = outer, MetaParameters = meta },
            ReturnBefore = returnBefore,
            ReturnAfter = _rollout.MeanReturn,
            SuccessAfter = _rollout.SuccessRate,
            Added = added,
            Residual = residual,
            Status = nonFinite is not null ? AdaptationStatus.NonFinite
                : residual > _learner.Options.Proximal?.Tolerance ? AdaptationStatus.NotConverged
                : AdaptationStatus.Adapted,
            Interactions = interactions,
            Infeasible = infeasible,
            NonFinite = nonFinite,
            Seconds = new PhaseSeconds(sampling, advantages, gradients, 0),
            Engine = EngineUse - engine,
        };

        SampleBatch Draw(Real[] theta, RandomKey rolloutKey, bool isInner)
        {
            BatchOptions options = isInner ? _learner.Options.InnerBatch : _learner.Options.OuterBatch;
            bool mixes = plan.Augmentation is not null;
            MdpTask task = isInner ? plan.MdpTask : _learner.ScoreTask(plan.MdpTask);
            sampling += Sample(
                task, theta,
                new RolloutRequest { Trajectories = _learner.Options.Trajectories * plan.Repeats, Key = rolloutKey, RecordStates = mixes });
            interactions += _rollout.Samples;
            Lap();
            (SampleBatch batch, AdvantageScale scale) = _builder.Build(_rollout, options);
            advantages += Lap();
            if (plan.Augmentation is { } augmentation)
            {
                AugmentedSamples extra = augmentation.Draw(new AugmentationContext
                {
                    Rollout = _rollout,
                    Parameters = theta,
                    StateBaseline = () => _builder.FitOfState(_rollout),
                    Scale = scale,
                    Options = options,
                    IsInner = isInner,
                    Own = batch,
                    Key = rolloutKey.Derive(RandomPurpose.Mixing),
                    Item = item,
                    Sampler = _mixup,
                });
                interactions += extra.Interactions;
                infeasible += extra.Infeasible;
                batch = extra.Batch is { } mixed ? batch.Union(mixed) : batch;
                batch.Scale(extra.UnionScale);
                added.Add(extra);
                sampling += Lap();
            }

            nonFinite ??= CheckAdvantages(batch);
            return batch;
        }

        double Lap()
        {
            long now = Stopwatch.GetTimestamp();
            double seconds = Stopwatch.GetElapsedTime(started, now).TotalSeconds;
            started = now;
            return seconds;
        }

        string? CheckAdvantages(SampleBatch batch)
        {
            int at = Reduction.IndexOfNonFinite(batch.Advantages);
            return at < 0 ? null : $"task {plan.MdpTask.Index}: advantage of sample {at} is {batch.Advantages[at]}";
        }
    }

    /// <summary>Names task, tensor and element of the first number that is not finite; null if all are.</summary>
    internal string? NonFinite(ReadOnlySpan<double> values, TaskPlan plan, string what)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                if (i >= _learner.Policy.ParameterCount)
                {
                    return $"task {plan.MdpTask.Index}: {what}, inner step size {i - _learner.Policy.ParameterCount} is {values[i]}";
                }

                TensorSpec tensor = _learner.Policy.Tensors.Last(spec => spec.Offset <= i);
                return $"task {plan.MdpTask.Index}: {what}, tensor {tensor.Name}, element {i - tensor.Offset} is {values[i]}";
            }
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _sampler.Dispose();
        _mixup.Dispose();
    }
}
