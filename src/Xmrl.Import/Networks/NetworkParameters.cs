using Xmrl.Rl.Policies;

namespace Xmrl.Import.Networks;

/// <summary>Writes an imported network as parameters of a policy of ours.</summary>
internal static class NetworkParameters
{
    /// <summary>Fills the policy's part of θ.</summary>
    /// <param name="network">The network, of the policy's sizes.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="theta">Parameters of the policy, and what a learner has behind them; initialised. Shape [P] or longer.</param>
    /// <remarks>Where the file's normalisation (o − c)·s differs from the environment's (o − c′)·s′, the first layer takes up the
    /// difference: W′ = W·s/s′ by column and b′ = b + W·(c′ − c)·s. Where they are the same, weights keep their bits.</remarks>
    /// <exception cref="InvalidDataException">A number is too large for this build's precision.</exception>
    public static void Fill(ImportedNetwork network, IPolicy policy, Span<Real> theta)
    {
        MlpShape shape = policy switch
        {
            GaussianMlpPolicy gaussian => gaussian.Shape,
            CategoricalMlpPolicy categorical => categorical.Shape,
            _ => throw new ArgumentException($"policy is a {policy.GetType().Name}; expected a perceptron.", nameof(policy)),
        };
        for (int i = 0; i < network.Layers.Length; i++)
        {
            ImportedLayer layer = i == 0 ? Normalized(network, shape) : network.Layers[i];
            string name = i < network.Layers.Length - 1 ? $"layers.{i}" : policy is GaussianMlpPolicy ? "mean" : "logits";
            Copy(network, layer.Weight, policy.Tensor($"{name}.weight"), theta);
            Copy(network, layer.Bias, policy.Tensor($"{name}.bias"), theta);
        }

        if (policy is GaussianMlpPolicy { Shape.LearnLogStd: true } learned && !network.LogStd.IsEmpty)
        {
            double[] logStd = network.LogStd.Length == 1
                ? [.. Enumerable.Repeat(network.LogStd[0], learned.ActionSize)]
                : [.. network.LogStd];
            Copy(network, logStd, policy.Tensor("log_std"), theta);
        }

        if (network.Context is { } context)
        {
            Copy(network, context.Values, policy.Tensor(TensorSpec.Context), theta);
            Copy(network, context.Weight, policy.Tensor(TensorSpec.ContextWeight), theta);
        }
    }

    private static ImportedLayer Normalized(ImportedNetwork network, MlpShape shape)
    {
        ImportedLayer layer = network.Layers[0];
        int inputs = layer.Inputs;
        var centre = new double[inputs];
        var scale = new double[inputs];
        bool isSame = true;
        for (int j = 0; j < inputs; j++)
        {
            double ownScale = shape.ObservationScale.IsDefaultOrEmpty ? 1 : (Real)shape.ObservationScale[j];
            double ownCentre = shape.ObservationCentre.IsDefaultOrEmpty ? 0 : (Real)shape.ObservationCentre[j];
            double fileScale = network.Scale.IsEmpty ? 1 : network.Scale[j];
            double fileCentre = network.Centre.IsEmpty ? 0 : network.Centre[j];
            isSame &= (Real)fileScale == (Real)ownScale && (Real)fileCentre == (Real)ownCentre;
            centre[j] = (ownCentre - fileCentre) * fileScale;
            scale[j] = fileScale / ownScale;
        }

        if (isSame)
        {
            return layer;
        }

        var weight = new double[layer.Weight.Length];
        double[] bias = [.. layer.Bias];
        for (int i = 0; i < layer.Outputs; i++)
        {
            for (int j = 0; j < inputs; j++)
            {
                double w = layer.Weight[(i * inputs) + j];
                weight[(i * inputs) + j] = w * scale[j];
                bias[i] += w * centre[j];
            }
        }

        return layer with { Weight = weight, Bias = bias };
    }

    private static void Copy(ImportedNetwork network, double[] values, TensorSpec tensor, Span<Real> theta)
    {
        if (values.Length != tensor.Length)
        {
            throw new InvalidDataException(
                $"{network.Source}: {tensor.Name} has {values.Length} numbers; the policy has {tensor.Rows} × {tensor.Columns}.");
        }

        Span<Real> destination = tensor.Of(theta);
        for (int i = 0; i < values.Length; i++)
        {
            destination[i] = Real.IsFinite((Real)values[i])
                ? (Real)values[i]
                : throw new InvalidDataException(
                    $"{network.Source}: {tensor.Name} would hold {values[i]}, too large for this build's precision.");
        }
    }
}
