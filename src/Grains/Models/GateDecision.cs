namespace BookRecs.Grains.Models;

/// <summary>What the gate said of a model.</summary>
/// <param name="Admitted">True when the model may serve.</param>
/// <param name="Text">Why, for people.</param>
public readonly record struct GateDecision(bool Admitted, string Text);
