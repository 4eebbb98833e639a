using Xmrl.Autodiff;
using Xmrl.Numerics.Matrices;
using Xmrl.Trials.Objectives;

namespace Xmrl.Latents.Learning;

/// <summary>Some samples of an iteration, gathered as columns. One per worker.</summary>
/// <param name="learner">The learner.</param>
internal sealed class SampleColumns(LatentLearner learner)
{
    /// <summary>Most samples of a run.</summary>
    public const int Most = 1024;

    private readonly int _features = learner.Networks.FeatureSize;
    private readonly int _actions = learner.Networks.Policy.EncodedActionSize;
    private readonly Real[] _columns = new Real[(learner.Networks.FeatureSize + learner.Networks.Policy.EncodedActionSize) * Most];
    private readonly Real[] _numbers = new Real[6 * Most];
    private int _count;

    /// <summary>Gathers samples.</summary>
    /// <param name="samples">All samples.</param>
    /// <param name="chosen">Numbers of at most <see cref="Most"/> of them.</param>
    /// <param name="share">Multiplies every weight.</param>
    public void Gather(PolicySamples samples, ReadOnlySpan<int> chosen, double share)
    {
        _count = chosen.Length;
        for (int i = 0; i < chosen.Length; i++)
        {
            int sample = chosen[i];
            for (int row = 0; row < _features; row++)
            {
                _columns[(row * Most) + i] = samples.Features[(row * samples.Count) + sample];
            }

            for (int row = 0; row < _actions; row++)
            {
                _columns[((_features + row) * Most) + i] = samples.Actions[(row * samples.Count) + sample];
            }

            double weight = share * samples.Weights[sample];
            Numbers(0)[i] = (Real)(weight * samples.Advantages[sample]);
            Numbers(1)[i] = (Real)weight;
            Numbers(2)[i] = samples.LogProbabilities[sample];
            Numbers(3)[i] = samples.Times[sample];
            Numbers(4)[i] = samples.Targets[sample];
            Numbers(5)[i] = samples.Values[sample];
        }
    }

    /// <summary>Binds the policy's objective.</summary>
    /// <param name="workspace">Where a program runs.</param>
    /// <param name="program">The objective.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    /// <param name="entropy">Weight of the entropy.</param>
    public void BindPolicy(TapeWorkspace workspace, TrialProgram program, ReadOnlySpan<Real> parameters, double entropy)
    {
        ReadOnlySpan<Real> policy = parameters[learner.Networks.PolicyOffset..learner.Networks.PolicyEnd];
        workspace.Begin(_count);
        for (int k = 0; k < program.Recording.Parameters.Count; k++)
        {
            workspace.Bind(program.Recording.Parameters[k], learner.Networks.Policy.Tensors[k].Of(policy));
        }

        workspace.Bind(program.Memory, Features);
        workspace.Bind(program.Actions, new ConstMatrix(_columns.AsSpan(_features * Most), _actions, _count, Most));
        workspace.Bind(program.Advantages, Numbers(0)[.._count]);
        workspace.Bind(program.Weights, Numbers(1)[.._count]);
        workspace.Bind(program.SampledLogProbability, Numbers(2)[.._count]);
        double weight = 0;
        foreach (Real value in Numbers(1)[.._count])
        {
            weight += value;
        }

        workspace.Bind(program.MeanWeight, [(Real)(weight / _count)]);
        workspace.Bind(program.EntropyWeight, [(Real)entropy]);
    }

    /// <summary>Binds the value's error.</summary>
    /// <param name="workspace">Where a program runs.</param>
    /// <param name="parameters">Parameters θ. Shape [P].</param>
    public void BindValue(TapeWorkspace workspace, ReadOnlySpan<Real> parameters)
    {
        Networks.ValueProgram program = learner.ValueProgram;
        workspace.Begin(_count);
        program.Bind(workspace, parameters);
        workspace.Bind(program.Features, Features);
        workspace.Bind(program.Weights, Numbers(1)[.._count]);
        workspace.Bind(program.Time, Numbers(3)[.._count]);
        workspace.Bind(program.Targets, Numbers(4)[.._count]);
        workspace.Bind(program.Before, Numbers(5)[.._count]);
    }

    private ConstMatrix Features => new(_columns, _features, _count, Most);

    private Span<Real> Numbers(int kind) => _numbers.AsSpan(kind * Most, Most);
}
