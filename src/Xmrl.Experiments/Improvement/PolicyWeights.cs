using Xmrl.Rl.Policies;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Experiments.Improvement;

/// <summary>A policy's parameters as safetensors, one tensor per layer.</summary>
public static class PolicyWeights
{
    /// <summary>Packs meta-parameters.</summary>
    /// <param name="tensors">Their tensors: a policy's or a learner's.</param>
    /// <param name="parameters">θ.</param>
    /// <returns>Tensors named policy.*.</returns>
    public static SafetensorsFile Of(IReadOnlyList<TensorSpec> tensors, ReadOnlySpan<Real> parameters)
    {
        var file = new SafetensorsFile();
        foreach (TensorSpec tensor in tensors)
        {
            file.Tensors["policy." + tensor.Name] = StoredTensor.Of(tensor.Of(parameters), tensor.Rows, tensor.Columns);
        }

        return file;
    }
}
