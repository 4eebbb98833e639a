using Xmrl.Numerics.Kernels;
using Xmrl.Numerics.Matrices;
using Xmrl.Rl.Networks;
using Xmrl.Rl.Policies;

namespace Xmrl.Rl.ActorCritic;

/// <summary>Acts with a squashed Gaussian in one environment at a time. One per worker; a step allocates nothing.</summary>
/// <param name="policy">The policy's network.</param>
internal sealed class SquashedActor(LatentNetwork policy)
{
    private readonly FewSamples _network = new(
        [.. policy.Tensors.Where(IsLayer).Select(tensor => (tensor.Columns, tensor.Rows))]);

    private readonly int _actions = policy.Shape.Outputs / 2;

    /// <summary>Keeps the policy's parameters and a latent for the steps that follow.</summary>
    /// <param name="parameters">All networks' parameters.</param>
    /// <param name="latent">The latent z. Shape [L]; empty without one.</param>
    public void Load(ReadOnlySpan<Real> parameters, ReadOnlySpan<Real> latent)
    {
        int layer = 0;
        foreach (TensorSpec weight in policy.Tensors.Where(IsLayer))
        {
            int at = policy.Tensors.IndexOf(weight);
            Real[] bias = policy.Tensors[at + 1].Of(parameters).ToArray();
            if (layer == 0 && policy.Shape.Latent > 0)
            {
                ReadOnlySpan<Real> feed = policy.Tensors[at + 2].Of(parameters);
                for (int i = 0; i < bias.Length; i++)
                {
                    for (int k = 0; k < latent.Length; k++)
                    {
                        bias[i] = Real.FusedMultiplyAdd(feed[(i * latent.Length) + k], latent[k], bias[i]);
                    }
                }
            }

            _network.Load(layer++, new ConstMatrix(weight.Of(parameters), weight.Rows, weight.Columns), bias);
        }
    }

    /// <summary>The action for an observation.</summary>
    /// <param name="observation">Normalised. Shape [O].</param>
    /// <param name="noise">Standard normal draws ε. Shape [A]; empty for the mean action tanh(m).</param>
    /// <param name="action">Receives a in [−1, 1]. Shape [A].</param>
    public void Act(ReadOnlySpan<Real> observation, ReadOnlySpan<Real> noise, Span<Real> action)
    {
        observation.CopyTo(_network.Input(1).Row(0));
        ReadOnlySpan<Real> output = _network.Run(1, Activation.Relu).Row(0);
        for (int a = 0; a < _actions; a++)
        {
            double deviation = Math.Exp(Math.Clamp((double)output[_actions + a], SquashedGaussian.LeastLog, SquashedGaussian.MostLog));
            action[a] = (Real)Math.Tanh(output[a] + (noise.IsEmpty ? 0 : deviation * noise[a]));
        }
    }

    private static bool IsLayer(TensorSpec tensor)
        => tensor.Name.EndsWith(".weight", StringComparison.Ordinal) && !tensor.Name.EndsWith("latent.weight", StringComparison.Ordinal);
}
