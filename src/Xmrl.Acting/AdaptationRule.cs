using System.Globalization;
using Xmrl.Acting.Files;
using Xmrl.Acting.Networks;

namespace Xmrl.Acting;

/// <summary>The inner step of the learner that trained the policy: θ′ = θ + α∘∇(1/n)Σₜ ln π_θ(aₜ|oₜ)·Âₜ with standardized advantages
/// Â.</summary>
/// <seealso href="https://arxiv.org/abs/1703.03400">Finn et al. (2017), Algorithm 3.</seealso>
internal sealed class AdaptationRule
{
    private const string Rule = "adaptation.rule";
    private const string PolicyGradient = "policyGradient";
    private const string Baseline = "adaptation.baseline";

    private readonly double[] _stepSizes;
    private readonly double _discount;
    private readonly double _trace;
    private readonly IValueFeatures _features;

    private AdaptationRule(TensorFile file, PolicyNetwork network)
    {
        Steps = (int)Number(file, "adaptation.steps");
        Trajectories = (int)Number(file, "adaptation.trajectories");
        _discount = Number(file, "adaptation.discount");
        _trace = Number(file, "adaptation.trace");
        _features = Features(file, network.Observations);
        _stepSizes = StepSizes(file, network);
    }

    /// <summary>K, the steps that the policy was trained for.</summary>
    public int Steps { get; }

    /// <summary>The trajectories of a step that it was trained with.</summary>
    public int Trajectories { get; }

    /// <summary>The rule of a file; null where its policy does not adapt by steps of this kind, and why.</summary>
    /// <exception cref="InvalidDataException">What the file says of it is not whole.</exception>
    public static (AdaptationRule? Rule, string? Reason) Of(TensorFile file, PolicyNetwork network)
    {
        file.Metadata.TryGetValue(Rule, out string? rule);
        return rule == PolicyGradient ? (new AdaptationRule(file, network), null)
            : (null, file.Metadata.TryGetValue("adaptation.reason", out string? reason)
                ? reason
                : "The file does not say how the policy adapts: export it with xmrl export --out policy.safetensors.");
    }

    /// <summary>The parameters θ′ after one step.</summary>
    /// <param name="network">The form of the policy.</param>
    /// <param name="parameters">θ, which acted.</param>
    /// <param name="trajectories">What it met.</param>
    /// <exception cref="ArgumentException">A trajectory is empty, has no end, or is of another policy.</exception>
    public float[] Step(PolicyNetwork network, float[] parameters, IReadOnlyList<Trajectory> trajectories)
    {
        double[] advantages = new Advantages(trajectories, network.Observations, _features, _discount, _trace).Standardized();
        double[] gradient = Gradient(network, parameters, trajectories, advantages);
        var adapted = new float[parameters.Length];
        for (int i = 0; i < adapted.Length; i++)
        {
            adapted[i] = (float)(parameters[i] + (_stepSizes[i] * gradient[i]));
        }

        return adapted;
    }

    private static double[] Gradient(
        PolicyNetwork network, float[] parameters, IReadOnlyList<Trajectory> trajectories, double[] advantages)
    {
        var gradient = new double[parameters.Length];
        double[][] values = network.Scratch();
        int sample = 0;
        foreach (Trajectory trajectory in trajectories)
        {
            for (int t = 0; t < trajectory.Length; t++)
            {
                double[] result = network.Forward(parameters, trajectory.Observation(t), values);
                ReadOnlySpan<float> action = trajectory.Action(t);
                double weight = advantages[sample++] / advantages.Length;
                double[] change = network.IsGaussian
                    ? OfMean(network, parameters, result, action, weight, gradient)
                    : OfLogits(result, action, weight);
                network.AddGradient(parameters, values, change, gradient);
            }
        }

        return gradient;
    }

    /// <summary>weight·∂ ln N(a; μ, σ²)/∂μ; that of ln σ goes into the gradient.</summary>
    private static double[] OfMean(
        PolicyNetwork network, float[] parameters, double[] mean, ReadOnlySpan<float> action, double weight, double[] gradient)
    {
        if (action.Length != mean.Length)
        {
            throw new ArgumentException($"An action has {action.Length} numbers; the policy gives {mean.Length}.", nameof(action));
        }

        var change = new double[mean.Length];
        for (int i = 0; i < mean.Length; i++)
        {
            int logStd = network.LogStd!.Offset + i;
            double precision = Math.Exp(-2.0 * parameters[logStd]);
            double difference = action[i] - mean[i];
            change[i] = weight * difference * precision;
            gradient[logStd] += weight * ((difference * difference * precision) - 1);
        }

        return change;
    }

    /// <summary>weight·∂ ln softmax(z)ₐ/∂z.</summary>
    private static double[] OfLogits(double[] logits, ReadOnlySpan<float> action, double weight)
    {
        var change = new double[logits.Length];
        Choices.Probabilities(logits, change);
        int choice = action.Length == 1 ? (int)action[0] : -1;
        if (choice < 0 || choice >= logits.Length)
        {
            throw new ArgumentException($"An action is not one of the {logits.Length} choices.", nameof(action));
        }

        for (int i = 0; i < change.Length; i++)
        {
            change[i] = weight * ((i == choice ? 1 : 0) - change[i]);
        }

        return change;
    }

    /// <summary>α of every parameter: element by element where the file has a tensor of them, else one for the tensor; 0 keeps it as it
    /// is.</summary>
    private static double[] StepSizes(TensorFile file, PolicyNetwork network)
    {
        var sizes = new double[network.ParameterCount];
        foreach (NamedTensor tensor in network.Tensors)
        {
            string own = $"step_size.{tensor.Name}";
            if (file.Has(own))
            {
                Array.ConvertAll(file.Numbers(own, tensor.Length), static size => (double)size).CopyTo(sizes, tensor.Offset);
                continue;
            }

            Array.Fill(sizes, Number(file, $"adaptation.step_size.{tensor.Name}"), tensor.Offset, tensor.Length);
        }

        return sizes;
    }

    /// <summary>φ of the baseline; files from before there were several say nothing of it.</summary>
    private static IValueFeatures Features(TensorFile file, int observationSize)
    {
        if (!file.Metadata.TryGetValue(Baseline, out string? name) || name == "linearTime")
        {
            return new TimeFeatures(observationSize);
        }

        if (name != "radial" || observationSize < 2)
        {
            throw new InvalidDataException(
                $"The policy's {Baseline} is {name}, its observations have {observationSize} numbers; expected linearTime or, from two "
                    + "numbers, radial.");
        }

        return new RadialFeatures(Lines("x"), Lines("y"));

        GridLines Lines(string axis)
        {
            file.Metadata.TryGetValue($"{Baseline}.{axis}", out string? text);
            return GridLines.Parse(text)
                ?? throw new InvalidDataException(
                    $"The policy's {Baseline}.{axis} is {text ?? "missing"}; expected the lowest line, the highest and how many.");
        }
    }

    private static double Number(TensorFile file, string key)
        => file.Metadata.TryGetValue(key, out string? text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && number >= 0
            && number <= 1e9
            ? number
            : throw new InvalidDataException($"The policy's {key} is {text ?? "missing"}; expected a number from 0.");
}
