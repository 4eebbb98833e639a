using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Xmrl.Import.Networks;
using Xmrl.Numerics.Kernels;

namespace Xmrl.Import.Layouts;

/// <summary>Reads a perceptron from named tensors.</summary>
internal static class StateDictReader
{
    /// <summary>Reads the network.</summary>
    /// <param name="tensors">The tensors.</param>
    /// <param name="layout">Whose names they have.</param>
    /// <param name="layers">Names of the tensors of each layer, for <see cref="WeightLayout.Custom"/>.</param>
    /// <param name="logStd">Name of ln σ, for <see cref="WeightLayout.Custom"/>; null for none.</param>
    /// <returns>The network.</returns>
    /// <exception cref="InvalidDataException">The names are nobody's, a tensor is missing or left over, or sizes do not fit; the message
    /// names file and tensor.</exception>
    public static ImportedNetwork Read(
        StateDict tensors, WeightLayout layout, ImmutableArray<LayerNames> layers, string? logStd)
    {
        if (layout == WeightLayout.Custom || !layers.IsEmpty)
        {
            return Custom(tensors, layers, logStd).Required();
        }

        LayoutCard card = layout == WeightLayout.ByNames
            ? LayoutCard.All.FirstOrDefault(known => IsOf(tensors, known)) ?? throw Unknown(tensors)
            : LayoutCard.All.Single(known => known.Layout == layout);
        return Read(tensors, card).Required();
    }

    private static bool IsOf(StateDict tensors, LayoutCard card)
        => card.Outputs.Any(tensors.Has) || (card.LastIsOutput && tensors.Names.Any(name => card.Hidden.IsMatch(name)));

    private static ImportedNetwork Read(StateDict tensors, LayoutCard card)
    {
        List<string> weights = Hidden(tensors, card);
        if (card.Outputs.FirstOrDefault(tensors.Has) is { } output)
        {
            weights.Add(output);
        }
        else if (!card.LastIsOutput || weights.Count == 0)
        {
            throw new InvalidDataException(
                $"{tensors.Name} has no tensor {string.Join(" or ", card.Outputs)}, the output layer of {card.Title}; it has "
                    + $"{StateDict.Shown(tensors.Names)}.");
        }

        ImmutableArray<ImportedLayer> layers = [.. weights.Select(weight => tensors.Layer(weight, Bias(weight)))];
        ImmutableArray<double> logStd = LogStd(tensors, card);
        bool isOwn = card.Layout == WeightLayout.Xmrl;
        ImportedNetwork network = new()
        {
            Source = tensors.Name,
            Layout = card.Title,
            Layers = layers,
            Activation = ActivationOf(tensors),
            LogStd = logStd,
            Centre = isOwn && tensors.Has("observation.centre") ? [.. tensors.Numbers("observation.centre")] : [],
            Scale = isOwn && tensors.Has("observation.scale") ? [.. tensors.Numbers("observation.scale")] : [],
            Context = isOwn && tensors.Has("context")
                ? new ImportedContext(tensors.Numbers("context"), tensors.Numbers("context.weight"))
                : null,
        };
        string[] left = [.. tensors.Unused.Where(name => !card.Ignored.IsMatch(name))];
        return left.Length == 0
            ? network
            : throw new InvalidDataException(
                $"{tensors.Name} has {StateDict.Shown(left)} beside what {card.Title} has in a perceptron: name the layers by "
                    + "weights.layers if they may be left out.");
    }

    /// <summary>Weights of the hidden layers in their order.</summary>
    private static List<string> Hidden(StateDict tensors, LayoutCard card)
    {
        (Match Match, int Part, int Number)[] found =
        [
            .. tensors.Names.Select(name => card.Hidden.Match(name)).Where(static match => match.Success)
                .Select(match => (
                    match, card.Parts.ToList().IndexOf(match.Groups["net"].Value),
                    int.Parse(match.Groups["n"].Value, CultureInfo.InvariantCulture)))
                .OrderBy(static layer => layer.Item2).ThenBy(static layer => layer.Item3),
        ];
        int part = -1;
        int next = 0;
        foreach ((Match match, int own, int number) in found)
        {
            next = own == part ? next + card.Stride : card.First;
            part = own;
            if (number != next)
            {
                Group n = match.Groups["n"];
                string missing = $"{match.Value[..n.Index]}{next}{match.Value[(n.Index + n.Length)..]}";
                throw new InvalidDataException($"{tensors.Name} has no tensor {missing}; it has {StateDict.Shown(tensors.Names)}.");
            }
        }

        return [.. found.Select(static layer => layer.Match.Value)];
    }

    private static string Bias(string weight) => weight[..^"weight".Length] + "bias";

    private static ImmutableArray<double> LogStd(StateDict tensors, LayoutCard card)
    {
        if (card.LogStds.FirstOrDefault(tensors.Has) is not { } name)
        {
            return [];
        }

        double least = card.LeastLogStd is { } low && tensors.Has(low) ? tensors.Numbers(low).Max() : card.SmallestDeviation;
        double most = card.GreatestLogStd is { } high && tensors.Has(high) ? tensors.Numbers(high).Min() : double.PositiveInfinity;
        return [.. tensors.Numbers(name).Select(value => Math.Min(Math.Max(value, least), most))];
    }

    private static Activation? ActivationOf(StateDict tensors)
        => tensors.Metadata.TryGetValue("activation", out string? text)
            && Enum.TryParse(text, ignoreCase: true, out Activation activation) && Enum.IsDefined(activation)
            ? activation
            : null;

    private static ImportedNetwork Custom(StateDict tensors, ImmutableArray<LayerNames> layers, string? logStd)
    {
        if (layers.IsEmpty)
        {
            throw new InvalidDataException($"{tensors.Name}: the layout custom needs weights.layers, the names of all layers in order.");
        }

        return new ImportedNetwork
        {
            Source = tensors.Name,
            Layout = "named layers",
            Layers = [.. layers.Select(layer => tensors.Layer(layer.Weight, layer.Bias, layer.Transposed))],
            Activation = ActivationOf(tensors),
            LogStd = logStd is null ? [] : [.. tensors.Numbers(logStd)],
        };
    }

    private static InvalidDataException Unknown(StateDict tensors)
        => new(
            $"{tensors.Name} has the tensors {StateDict.Shown(tensors.Names)}, which are those of none of "
                + $"{string.Join(", ", LayoutCard.All.Select(static card => card.Title))}: name the layers by weights.layers.");
}
