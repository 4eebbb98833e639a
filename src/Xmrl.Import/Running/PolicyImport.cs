using System.Collections.Immutable;
using System.Globalization;
using Xmrl.Experiments.Improvement;
using Xmrl.Import.Layouts;
using Xmrl.Import.Networks;
using Xmrl.Numerics.Kernels;
using Xmrl.Rl.Environments;
using Xmrl.Runs.Onnx;
using Xmrl.Runs.Safetensors;
using Xmrl.Training.Configuration;

namespace Xmrl.Import.Running;

/// <summary>Reads a network and says which settings of a run it decides.</summary>
internal static class PolicyImport
{
    private const string OnnxSuffix = ".onnx";

    /// <summary>Reads the network of a request; what its settings say goes over what the file says.</summary>
    /// <param name="request">The files.</param>
    /// <returns>The network.</returns>
    /// <exception cref="InvalidDataException">The file is not valid or holds no perceptron.</exception>
    /// <exception cref="ConfigurationException">File and settings say different non-linearities, or none says one.</exception>
    public static ImportedNetwork Read(ImportRequest request)
    {
        WeightSettings settings = request.Settings.Weights;
        UserFile file = request.Weights;
        ImportedNetwork network = file.Name.EndsWith(OnnxSuffix, StringComparison.OrdinalIgnoreCase)
            ? OnnxNetwork.Read(OnnxReader.Read(file.Bytes, file.Name, settings.Output), settings.LogStdName)
            : StateDictReader.Read(
                new StateDict(SafetensorsFile.Read(new MemoryStream(file.Bytes), file.Name), file.Name), settings.Layout, settings.Layers,
                settings.LogStdName);
        if (network.Activation is { } found && settings.Activation is { } said && found != said && network.Layers.Length > 1)
        {
            throw new ConfigurationException(
                $"{request.SettingsName} says weights.activation: {Text(said)}; {file.Name} says {Text(found)}.");
        }

        if (network.Activation is null && settings.Activation is null && network.Layers.Length > 1)
        {
            throw new ConfigurationException(
                $"{file.Name} does not say the non-linearity of its hidden layers: set weights.activation in {request.SettingsName} to "
                    + "tanh or relu.");
        }

        if (!settings.Centre.IsEmpty || !settings.Scale.IsEmpty)
        {
            network = network with { Centre = settings.Centre, Scale = settings.Scale };
        }

        return (network with
        {
            Activation = settings.Activation ?? network.Activation,
            LogStd = settings.LogStd is double logStd ? [logStd] : network.LogStd,
        }).Required();
    }

    /// <summary>Requires that a network fits an environment.</summary>
    /// <param name="network">The network.</param>
    /// <param name="spec">The environment.</param>
    /// <param name="request">The request, for messages.</param>
    /// <exception cref="InvalidDataException">The sizes differ.</exception>
    /// <exception cref="ConfigurationException">Nobody says ln σ of real actions.</exception>
    public static void RequireFit(ImportedNetwork network, EnvironmentSpec spec, ImportRequest request)
    {
        int outputs = spec.ActionChoices > 0 ? spec.ActionChoices : spec.ActionSize;
        if (network.ObservationSize != spec.ObservationSize || network.Outputs != outputs)
        {
            string kind = spec.ActionChoices > 0 ? "choices" : "components";
            throw new InvalidDataException(
                $"{network.Source} maps {network.ObservationSize} numbers to {network.Outputs}; {spec.Id} has observations of "
                    + $"{spec.ObservationSize} numbers and actions of {outputs} {kind}.");
        }

        if (spec.ActionChoices == 0 && network.LogStd.IsEmpty)
        {
            throw new ConfigurationException(
                $"{network.Source} has no standard deviation of actions: set weights.logStd in {request.SettingsName} to ln σ, or "
                    + "weights.logStdName to the name of its tensor.");
        }
    }

    /// <summary>The settings of a run that the network decides.</summary>
    /// <param name="network">The network.</param>
    /// <param name="configuration">The run's settings without them.</param>
    /// <param name="isGaussian">Whether actions are real.</param>
    /// <returns>Overrides, key=value.</returns>
    public static ImmutableArray<string> Overrides(ImportedNetwork network, ImproveConfiguration configuration, bool isGaussian)
    {
        var overrides = new List<string>
        {
            "meta.iterations=1",
            $"policy.hiddenSizes=[{string.Join(", ", network.Layers[..^1].Select(static layer => layer.Outputs))}]",
        };
        if (network.Activation is { } activation && network.Layers.Length > 1)
        {
            overrides.Add($"policy.activation={Text(activation)}");
        }

        if (network.Context is { } context)
        {
            overrides.Add(string.Create(CultureInfo.InvariantCulture, $"policy.contextSize={context.Values.Length}"));
        }

        if (!isGaussian || network.LogStd.IsEmpty)
        {
            return [.. overrides];
        }

        double first = network.LogStd[0];
        if (network.LogStd.Any(value => (Real)value != (Real)first))
        {
            overrides.Add("policy.learnLogStd=true");
        }
        else if ((Real)configuration.Policy.InitialLogStd != (Real)first)
        {
            overrides.Add($"policy.initialLogStd={first.ToString("R", CultureInfo.InvariantCulture)}");
        }

        return [.. overrides];
    }

    private static string Text(Activation activation) => ScalarText.Format(activation);
}
