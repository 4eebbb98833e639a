using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Xmrl.Exporting.Tests;

/// <summary>A model in ONNX Runtime.</summary>
internal sealed class OnnxSession : IDisposable
{
    private readonly SessionOptions _options = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
    private readonly InferenceSession _session;

    public OnnxSession(byte[] model) => _session = new InferenceSession(model, _options);

    /// <summary>Names of the inputs.</summary>
    public IReadOnlyList<string> Inputs => _session.InputNames;

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }

    /// <summary>Computes the outputs of some rows.</summary>
    /// <param name="inputs">Numbers of every input, row after row.</param>
    /// <param name="rows">How many rows.</param>
    /// <returns>The outputs by name.</returns>
    public Dictionary<string, Output> Run(IReadOnlyDictionary<string, double[]> inputs, int rows)
    {
        List<NamedOnnxValue> values = [];
        foreach ((string name, double[] numbers) in inputs)
        {
            int[] shape = [.. _session.InputMetadata[name].Dimensions];
            shape[0] = rows;
            values.Add(NamedOnnxValue.CreateFromTensor(
                name, new DenseTensor<float>(Array.ConvertAll(numbers, static number => (float)number), shape)));
        }

        using IDisposableReadOnlyCollection<DisposableNamedOnnxValue> found = _session.Run(values);
        return found.ToDictionary(static value => value.Name, Read, StringComparer.Ordinal);
    }

    private static Output Read(DisposableNamedOnnxValue value) => value.ElementType switch
    {
        TensorElementType.Float => Read(value.AsTensor<float>(), static number => number),
        TensorElementType.Int32 => Read(value.AsTensor<int>(), static number => number),
        _ => throw new InvalidDataException($"{value.Name} holds {value.ElementType}."),
    };

    private static Output Read<T>(Tensor<T> tensor, Converter<T, double> number)
        => new(typeof(T), [.. tensor.Dimensions], Array.ConvertAll(tensor.ToArray(), number));

    /// <summary>An output.</summary>
    internal sealed record Output(Type Type, int[] Shape, double[] Values);
}
