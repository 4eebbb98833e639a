namespace Xmrl.Import.Networks;

/// <summary>The context of a policy that CAVIA adapts: it adds weight·values to the first layer.</summary>
/// <param name="Values">The context. Shape [k].</param>
/// <param name="Weight">Row after row. Shape [outputs of the first layer, k].</param>
internal sealed record ImportedContext(double[] Values, double[] Weight);
