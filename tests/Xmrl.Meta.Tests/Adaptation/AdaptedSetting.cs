using Xmrl.Contracts;
using Xmrl.Meta.Adaptation;
using Xmrl.Meta.Objectives;
using Xmrl.Rl.Policies;
using Xmrl.Rl.Surrogates;

namespace Xmrl.Meta.Tests.Adaptation;

/// <summary>An objective of gradient steps on random samples, and the options in which such objectives differ.</summary>
internal sealed record AdaptedSetting
{
    /// <summary>Small, because random samples hold no policy back.</summary>
    private const double Size = 0.02;

    public GradientOrder Order { get; init; } = GradientOrder.SecondOrder;

    public int Steps { get; init; } = 2;

    public StepSizeLearning Learning { get; init; } = StepSizeLearning.Fixed;

    public double Correction { get; init; }

    public double Inverted { get; init; }

    /// <summary>Only the context adapts, from 0, and is no meta-parameter.</summary>
    public bool HasFrozenContext { get; init; }

    public static IPolicy Policy { get; } = new GaussianMlpPolicy(
        new GaussianMlpShape { ObservationSize = 2, ActionSize = 2, HiddenSizes = [4, 3], ContextSize = 2, InitialLogStd = 0 });

    public static TensorSpec Context { get; } = Policy.Tensor("context");

    public (ITaskObjective Objective, Real[] Parameters) Create(bool knowsItsPath)
    {
        int size = Policy.ParameterCount;
        var inner = new SurrogateEvaluator(new SurrogateProgram(Policy, new LowVarianceCurvature(), holdBase: true));
        var outer = new SurrogateEvaluator(new SurrogateProgram(Policy, new ImportanceRatio()));
        InnerStep step = new([.. Enumerable.Range(0, size).Select(StepSize)], Steps, Learning);
        var meta = new Real[size + step.LearnedCount];
        RandomBatch.Parameters(Policy, 2).CopyTo(meta, 0);
        step.InitialSizes(meta.AsSpan(size));
        if (HasFrozenContext)
        {
            Context.Of(meta.AsSpan()).Clear();
        }

        InnerStep rule = step.At(meta);
        var path = new List<Real[]> { meta[..size] };
        var batches = new List<SampleBatch>();
        var gradient = new double[size];
        for (int k = 0; k < Steps; k++)
        {
            SampleBatch batch = RandomBatch.Create(Policy, (ulong)(20 + k), 6, 3, 5);
            inner.Remember(path[^1], batch);
            inner.ValueAndGradient(path[^1], batch, gradient);
            for (int i = 0; i < size && Inverted > 0; i++)
            {
                gradient[i] += Inverted * path[^1][i];
            }

            batches.Add(batch);
            path.Add(rule.Apply(path[^1], gradient));
        }

        SampleBatch last = RandomBatch.Create(Policy, 30, 4, 7);
        outer.Remember(path[^1], last);
        var data = new AdaptationData
        {
            Path = knowsItsPath ? path : [new Real[size]],
            Inner = batches,
            Outer = last,
            MetaParameters = knowsItsPath ? meta : null,
            CorrectionWeight = Correction,
        };
        return (
            new AdaptedObjective(inner, outer, step, Order, data)
            {
                Likelihood = Correction == 0 ? null : new SurrogateEvaluator(new SurrogateProgram(Policy, new LogLikelihood())),
                InvertedRegularization = Inverted,
                Frozen = HasFrozenContext ? Context : null,
            },
            meta);
    }

    private double StepSize(int parameter)
    {
        bool isContext = parameter >= Context.Offset && parameter < Context.Offset + Context.Length;
        return HasFrozenContext && !isContext ? 0 : Size;
    }
}
