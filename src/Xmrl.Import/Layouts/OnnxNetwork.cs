using Xmrl.Import.Networks;
using Xmrl.Numerics.Kernels;
using Xmrl.Runs.Onnx;

namespace Xmrl.Import.Layouts;

/// <summary>Reads a perceptron from a chain of operators: (Sub | Add | Mul | Div)*, then (Gemm | MatMul [Add]) with Tanh or Relu between
/// them, then perhaps Softmax.</summary>
internal sealed class OnnxNetwork
{
    private readonly OnnxChain _chain;
    private readonly List<ImportedLayer> _layers = [];
    private readonly List<string> _activations = [];
    private double[]? _scale;
    private double[]? _offset;
    private bool _mayAdd;

    private OnnxNetwork(OnnxChain chain) => _chain = chain;

    /// <summary>Reads the network.</summary>
    /// <param name="chain">The operators from the observation to the mean or the logits.</param>
    /// <param name="logStd">Name of ln σ among the constants; null for log_std_row, log_std or sigma, whichever there is.</param>
    /// <returns>The network.</returns>
    /// <exception cref="InvalidDataException">The chain is no perceptron; the message names file and operator.</exception>
    public static ImportedNetwork Read(OnnxChain chain, string? logStd)
    {
        var reader = new OnnxNetwork(chain);
        foreach (OnnxLink link in chain.Links)
        {
            reader.Add(link);
        }

        return reader.Network(logStd).Required();
    }

    private ImportedNetwork Network(string? logStd)
    {
        if (_layers.Count == 0)
        {
            throw new InvalidDataException($"{_chain.Source} has no layer (Gemm or MatMul) between {_chain.Input} and {_chain.Output}.");
        }

        if (_activations.Count >= _layers.Count || _activations.Count < _layers.Count - 1)
        {
            throw new InvalidDataException(
                $"{_chain.Source} has {_activations.Count} non-linearities and {_layers.Count} layers; expected one after every layer but "
                    + "the last.");
        }

        if (_activations.Distinct(StringComparer.Ordinal).Count() > 1)
        {
            throw new InvalidDataException(
                $"{_chain.Source} has the non-linearities {string.Join(", ", _activations)}; expected the same after all hidden layers.");
        }

        string? name = logStd ?? new[] { "log_std_row", "log_std", "sigma" }.FirstOrDefault(_chain.Constants.ContainsKey);
        OnnxConstant? deviations = name is null ? null
            : _chain.Constants.TryGetValue(name, out OnnxConstant? found) ? found
            : throw new InvalidDataException($"{_chain.Source} has no constant {name}; it has {StateDict.Shown(_chain.Constants.Keys)}.");
        return new ImportedNetwork
        {
            Source = _chain.Source,
            Layout = "ONNX",
            Layers = [.. _layers],
            Activation = _activations.Count == 0 ? null : _activations[0] == "Tanh" ? Activation.Tanh : Activation.Relu,
            LogStd = deviations is null ? [] : [.. deviations.Values],
            Centre = _scale is null ? [] : [.. Centre()],
            Scale = _scale is null ? [] : [.. _scale],
        };
    }

    private void Add(OnnxLink link)
    {
        switch (link.Operator)
        {
            case "Identity" or "Flatten":
                break;
            case "Gemm" or "MatMul":
                AddLayer(link);
                break;
            case "Add" when _mayAdd && link.Weight is { } bias:
                _layers[^1] = _layers[^1] with { Bias = Row(bias, _layers[^1].Outputs, link) };
                _mayAdd = false;
                break;
            case "Sub" or "Add" or "Mul" or "Div" when _layers.Count == 0 && link.Weight is { } constant:
                Normalize(link, constant);
                break;
            case "Tanh" or "Relu" when _layers.Count > 0 && _activations.Count == _layers.Count - 1:
                _activations.Add(link.Operator);
                _mayAdd = false;
                break;
            case "Softmax" when link == _chain.Links[^1]:
                break;
            default:
                throw new InvalidDataException(
                    $"{_chain.Source}: {link.Operator} {link.Name} has no place in a perceptron of ours; expected Sub, Add, Mul or Div on "
                        + "the observation, then Gemm or MatMul with Add, with Tanh or Relu between them.");
        }
    }

    private void AddLayer(OnnxLink link)
    {
        if (_activations.Count != _layers.Count)
        {
            throw new InvalidDataException($"{_chain.Source}: there is no non-linearity before {link.Operator} {link.Name}.");
        }

        if (link.Weight is not { Shape.Length: 2 } weight || link.IsConstantFirst)
        {
            throw new InvalidDataException($"{_chain.Source}: {link.Operator} {link.Name} has no constant matrix as its second input.");
        }

        int rows = weight.Shape[0];
        int columns = weight.Shape[1];
        if (weight.Values.Length == 0 || weight.Values.Length != (long)rows * columns)
        {
            throw new InvalidDataException(
                $"{_chain.Source}: the constant of {link.Operator} {link.Name} holds no real numbers for its shape [{rows}, {columns}].");
        }

        (int outputs, int inputs) = link.IsTransposed ? (rows, columns) : (columns, rows);
        _layers.Add(new ImportedLayer(
            link.WeightName, outputs, inputs,
            link.IsTransposed ? weight.Values : StateDict.Turned(weight.Values, rows, columns),
            link.Bias is null ? new double[outputs] : Row(link.Bias, outputs, link)));
        _mayAdd = link.Bias is null;
    }

    /// <summary>o ↦ scale·o + offset takes up one more operator.</summary>
    private void Normalize(OnnxLink link, OnnxConstant constant)
    {
        if (link is { IsConstantFirst: true, Operator: "Sub" or "Div" })
        {
            throw new InvalidDataException($"{_chain.Source}: {link.Operator} {link.Name} has the observation as its second input.");
        }

        if (constant.Values.Length == 0)
        {
            throw new InvalidDataException($"{_chain.Source}: the constant of {link.Operator} {link.Name} holds no real numbers.");
        }

        int size = Math.Max(constant.Values.Length, _scale?.Length ?? 0);
        _scale ??= [.. Enumerable.Repeat(1.0, size)];
        _offset ??= new double[size];
        if (_scale.Length == 1 && size > 1)
        {
            _scale = [.. Enumerable.Repeat(_scale[0], size)];
            _offset = [.. Enumerable.Repeat(_offset[0], size)];
        }

        double[] values = Row(constant, size, link);
        for (int i = 0; i < size; i++)
        {
            (_scale[i], _offset[i]) = link.Operator switch
            {
                "Sub" => (_scale[i], _offset[i] - values[i]),
                "Add" => (_scale[i], _offset[i] + values[i]),
                "Mul" => (_scale[i] * values[i], _offset[i] * values[i]),
                _ => (_scale[i] / values[i], _offset[i] / values[i]),
            };
        }
    }

    private IEnumerable<double> Centre()
    {
        int size = _layers[0].Inputs;
        if (_scale!.Length == 1 && size > 1)
        {
            _scale = [.. Enumerable.Repeat(_scale[0], size)];
            _offset = [.. Enumerable.Repeat(_offset![0], size)];
        }

        return _scale.Zip(_offset!, static (scale, offset) => offset == 0 ? 0 : -offset / scale);
    }

    private double[] Row(OnnxConstant constant, int size, OnnxLink link)
        => constant.Values.Length == size ? constant.Values
            : constant.Values.Length == 1 ? [.. Enumerable.Repeat(constant.Values[0], size)]
            : throw new InvalidDataException(
                $"{_chain.Source}: {link.Operator} {link.Name} has a constant of {constant.Values.Length} numbers; expected {size}.");
}
