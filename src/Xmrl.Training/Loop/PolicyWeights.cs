using Xmrl.Rl.Policies;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Training.Loop;

/// <summary>A policy's parameters as safetensors, one tensor per layer.</summary>
internal static class PolicyWeights
{
    /// <summary>Packs meta-parameters.</summary>
    /// <param name="tensors">Their tensors: a policy's or a learner's.</param>
    /// <param name="parameters">The flat parameter vector θ that the tensors lie in.</param>
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

    /// <summary>Unpacks meta-parameters.</summary>
    /// <param name="file">Tensors named policy.*.</param>
    /// <param name="tensors">The tensors expected.</param>
    /// <param name="parameters">Receives θ.</param>
    /// <param name="name">What messages call the file.</param>
    /// <exception cref="InvalidDataException">A tensor is missing, has another size, or holds a number that is not finite; the message
    /// names file and tensor.</exception>
    public static void Read(SafetensorsFile file, IReadOnlyList<TensorSpec> tensors, Span<Real> parameters, string name)
    {
        foreach (TensorSpec tensor in tensors)
        {
            double[] values = TrainingCheckpoint.Numbers(file, "policy." + tensor.Name, tensor.Length, name);
            for (int i = 0; i < values.Length; i++)
            {
                var value = (Real)values[i];
                parameters[tensor.Offset + i] = Real.IsFinite(value)
                    ? value
                    : throw new InvalidDataException(
                        $"{name}: number {i} of tensor policy.{tensor.Name} is {values[i]}, too large for this build's precision.");
            }
        }
    }
}
