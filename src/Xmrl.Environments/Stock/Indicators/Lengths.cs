namespace Xmrl.Environments.Stock.Indicators;

/// <summary>The one shape check of all indicators.</summary>
internal static class Lengths
{
    /// <summary>Requires that a series has the length of another.</summary>
    /// <param name="expected">D, the number of days, which is the length of every series.</param>
    /// <param name="found">Length found.</param>
    /// <param name="name">Parameter that has it.</param>
    public static void Require(int expected, int found, string name)
    {
        if (expected != found)
        {
            throw new ArgumentException($"{name} has shape [{found}]; expected [{expected}].", name);
        }
    }
}
