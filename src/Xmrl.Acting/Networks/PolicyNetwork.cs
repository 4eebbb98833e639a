using Xmrl.Acting.Files;

namespace Xmrl.Acting.Networks;

/// <summary>A perceptron from an observation to the mean of a normal distribution or the logits of choices, with its form and without its
/// parameters θ, which are one vector.</summary>
internal sealed class PolicyNetwork
{
    private readonly Layer[] _layers;
    private readonly NamedTensor? _context;
    private readonly NamedTensor? _contextWeight;
    private readonly NonLinearity _activation;
    private readonly float[] _centre;
    private readonly float[] _scale;

    /// <summary>Takes the form from a file.</summary>
    /// <exception cref="InvalidDataException">A tensor is missing or of another size.</exception>
    public PolicyNetwork(TensorFile file)
    {
        IsGaussian = file.Metadata.TryGetValue("distribution", out string? distribution) && distribution == "gaussian";
        _activation = NonLinearities.Named(file.Metadata.TryGetValue("activation", out string? name) ? name : "");
        _centre = file.Numbers("observation.centre");
        _scale = file.Numbers("observation.scale", _centre.Length);
        var tensors = new List<NamedTensor>();
        var layers = new List<Layer>();
        int inputs = _centre.Length;
        while (file.Has($"layers.{layers.Count}.weight"))
        {
            inputs = Add($"layers.{layers.Count}");
        }

        string output = IsGaussian ? "mean" : "logits";
        if (file.Has("context"))
        {
            // It feeds the first layer, whichever it is.
            int fed = layers.Count > 0 ? layers[0].Outputs : file.Numbers($"{output}.bias").Length;
            _context = Take("context", file.Numbers("context").Length);
            _contextWeight = Take("context.weight", _context.Length * fed);
        }

        Outputs = Add(output);
        _layers = layers.ToArray();

        if (IsGaussian)
        {
            LogStd = Take("log_std", Outputs);
        }

        Tensors = tensors;

        int Add(string layer)
        {
            int outputs = file.Numbers($"{layer}.bias").Length;
            layers.Add(new Layer(Take($"{layer}.weight", inputs * outputs), Take($"{layer}.bias", outputs), inputs, outputs));
            return outputs;
        }

        NamedTensor Take(string tensor, int length)
        {
            _ = file.Numbers(tensor, length);
            var found = new NamedTensor(tensor, ParameterCount, length);
            tensors.Add(found);
            ParameterCount += length;
            return found;
        }
    }

    /// <summary>Whether actions are numbers; else they are choices.</summary>
    public bool IsGaussian { get; }

    /// <summary>O, the numbers of an observation.</summary>
    public int Observations => _centre.Length;

    /// <summary>A for numbers, k for choices.</summary>
    public int Outputs { get; }

    /// <summary>Length of θ.</summary>
    public int ParameterCount { get; private set; }

    /// <summary>ln σ within θ; null for choices.</summary>
    public NamedTensor? LogStd { get; }

    /// <summary>The tensors that θ holds, in its order.</summary>
    public IReadOnlyList<NamedTensor> Tensors { get; }

    /// <summary>θ of a file.</summary>
    public float[] Parameters(TensorFile file)
    {
        var parameters = new float[ParameterCount];
        foreach (NamedTensor tensor in Tensors)
        {
            file.Numbers(tensor.Name, tensor.Length).CopyTo(parameters, tensor.Offset);
        }

        return parameters;
    }

    /// <summary>Memory for <see cref="Forward"/>: the input of every layer, and the output.</summary>
    public double[][] Scratch()
    {
        var values = new double[_layers.Length + 1][];
        for (int i = 0; i < _layers.Length; i++)
        {
            values[i] = new double[_layers[i].Inputs];
        }

        values[_layers.Length] = new double[Outputs];
        return values;
    }

    /// <summary>The mean or the logits.</summary>
    /// <param name="parameters">θ of <see cref="ParameterCount"/> numbers.</param>
    /// <param name="observation">As the environment gives it. Shape [O].</param>
    /// <param name="values">From <see cref="Scratch"/>; receives the input of every layer, and last the result.</param>
    /// <returns>The last of <paramref name="values"/>.</returns>
    public double[] Forward(float[] parameters, ReadOnlySpan<float> observation, double[][] values)
    {
        if (observation.Length != Observations)
        {
            throw new ArgumentException(
                $"observation has {observation.Length} numbers; the policy takes {Observations}.", nameof(observation));
        }

        for (int i = 0; i < Observations; i++)
        {
            values[0][i] = (observation[i] - _centre[i]) * _scale[i];
        }

        for (int l = 0; l < _layers.Length; l++)
        {
            Layer layer = _layers[l];
            for (int j = 0; j < layer.Outputs; j++)
            {
                double sum = parameters[layer.Bias.Offset + j] + (l == 0 ? ContextPart(parameters, j) : 0);
                int row = layer.Weight.Offset + (j * layer.Inputs);
                for (int i = 0; i < layer.Inputs; i++)
                {
                    sum += parameters[row + i] * values[l][i];
                }

                values[l + 1][j] = l == _layers.Length - 1 ? sum : _activation.Of(sum);
            }
        }

        return values[_layers.Length];
    }

    /// <summary>gradient += Jᵀ·change: the derivative of what depends on the result, with respect to θ.</summary>
    /// <param name="parameters">θ of <see cref="ParameterCount"/> numbers.</param>
    /// <param name="values">As <see cref="Forward"/> left them.</param>
    /// <param name="change">Derivative with respect to the result. Overwritten.</param>
    /// <param name="gradient">Shape of θ.</param>
    public void AddGradient(float[] parameters, double[][] values, double[] change, double[] gradient)
    {
        for (int l = _layers.Length - 1; l >= 0; l--)
        {
            Layer layer = _layers[l];
            var below = new double[layer.Inputs];
            for (int j = 0; j < layer.Outputs; j++)
            {
                double slope = change[j];
                gradient[layer.Bias.Offset + j] += slope;
                int row = layer.Weight.Offset + (j * layer.Inputs);
                for (int i = 0; i < layer.Inputs; i++)
                {
                    gradient[row + i] += slope * values[l][i];
                    below[i] += slope * parameters[row + i];
                }

                if (l == 0)
                {
                    AddContext(parameters, j, slope, gradient);
                }
            }

            for (int i = 0; i < below.Length && l > 0; i++)
            {
                below[i] *= _activation.Derivative(values[l][i]);
            }

            change = below;
        }
    }

    private double ContextPart(float[] parameters, int output)
    {
        double sum = 0;
        for (int k = 0; _context is { } context && k < context.Length; k++)
        {
            sum += (double)parameters[_contextWeight!.Offset + (output * context.Length) + k] * parameters[context.Offset + k];
        }

        return sum;
    }

    private void AddContext(float[] parameters, int output, double slope, double[] gradient)
    {
        for (int k = 0; _context is { } context && k < context.Length; k++)
        {
            int weight = _contextWeight!.Offset + (output * context.Length) + k;
            gradient[weight] += slope * parameters[context.Offset + k];
            gradient[context.Offset + k] += slope * parameters[weight];
        }
    }

    private sealed class Layer
    {
        public Layer(NamedTensor weight, NamedTensor bias, int inputs, int outputs)
            => (Weight, Bias, Inputs, Outputs) = (weight, bias, inputs, outputs);

        public NamedTensor Weight { get; }

        public NamedTensor Bias { get; }

        public int Inputs { get; }

        public int Outputs { get; }
    }
}
