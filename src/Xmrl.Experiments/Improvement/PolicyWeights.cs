using Xmrl.Rl.Policies;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Experiments.Improvement;

/// <summary>A policy's parameters as safetensors, one tensor per layer.</summary>
public static class PolicyWeights
{
    /// <summary>Packs θ.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="parameters">θ. Shape [P].</param>
    /// <returns>Tensors named policy.*.</returns>
    public static SafetensorsFile Of(IPolicy policy, ReadOnlySpan<Real> parameters)
    {
        var file = new SafetensorsFile();
        foreach (TensorSpec tensor in policy.Tensors)
        {
            file.Tensors["policy." + tensor.Name] = StoredTensor.Of(tensor.Of(parameters), tensor.Rows, tensor.Columns);
        }

        return file;
    }
}
