using System.Collections.Immutable;
using Xmrl.Rl.Policies;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;

namespace Xmrl.Exporting;

/// <summary>What other programs need of a perceptron's form besides its tensors: normalisation and non-linearity.</summary>
/// <param name="shape">The form.</param>
/// <param name="observationSize">O: as many of the form's inputs are normalised, the others are taken as they are.</param>
internal sealed class ExportedForm(MlpShape shape, int observationSize)
{
    /// <summary>Centre of x = (o − centre)·scale. Shape [O].</summary>
    public ImmutableArray<float> Centre { get; } = Normalisation(shape.ObservationCentre, observationSize, 0);

    /// <summary>Scale of x. Shape [O].</summary>
    public ImmutableArray<float> Scale { get; } = Normalisation(shape.ObservationScale, observationSize, 1);

    /// <summary>Non-linearity of the hidden layers.</summary>
    public OnnxActivation Activation => shape.Activation switch
    {
        Numerics.Kernels.Activation.Tanh => OnnxActivation.Tanh,
        Numerics.Kernels.Activation.Relu => OnnxActivation.Relu,
        _ => OnnxActivation.Identity,
    };

    /// <summary>Names of the hidden layers in order.</summary>
    public IEnumerable<string> HiddenLayers => Enumerable.Range(0, shape.HiddenSizes.Length).Select(static layer => $"layers.{layer}");

    /// <summary>Adds <c>observation.centre</c>, <c>observation.scale</c> and the name of the non-linearity.</summary>
    public void AddTo(SafetensorsFile file)
    {
        file.Tensors["observation.centre"] = StoredTensor.Of(Centre.AsSpan());
        file.Tensors["observation.scale"] = StoredTensor.Of(Scale.AsSpan());
        file.Metadata["activation"] = Activation switch
        {
            OnnxActivation.Tanh => "tanh",
            OnnxActivation.Relu => "relu",
            _ => "identity",
        };
    }

    private static ImmutableArray<float> Normalisation(ImmutableArray<double> values, int size, float whenEmpty)
        => values.IsDefaultOrEmpty
            ? [.. Enumerable.Repeat(whenEmpty, size)]
            : [.. values.Take(size).Select(static value => (float)value)];
}
